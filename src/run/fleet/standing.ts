/**
 * How a replica stands, as one number, so that every change is one atomic operation: two bits of its circuit, one bit
 * each for failed polls and for having left, and above them the era, which grows with each change of the circuit. An
 * answer counts only in the era in which its request was sent.
 */
export const CIRCUIT = 0b11
/** Takes requests. */
export const CLOSED = 0
/** Takes none until its back-off is over. */
export const EJECTED = 1
/** One request is out as its probe. */
export const HALF_OPEN = 2
/** A thread is writing what goes with the next circuit. */
export const CHANGING = 3
export const UNREADY = 0b100
export const GONE = 0b1000
export const FLAGS = UNREADY | GONE
export const ANY = CIRCUIT | FLAGS

const ERA_BITS = 4

export const eraOf = (standing: number): number => standing >>> ERA_BITS

/** The next era of a standing, its circuit in change. */
export const changing = (standing: number): number =>
  ((((eraOf(standing) + 1) << ERA_BITS) & 0x7fffffff) | (standing & ANY) | CHANGING) >>> 0
