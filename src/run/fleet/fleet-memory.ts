/** So many replicas a run can have seen, those that left included. */
export const MOST_REPLICAS = 256

/** A cache line each, so that threads that count on different replicas do not wait for each other. */
const LINE = 64
const STANDING = 0
const FAILURES = 1
const IN_FLIGHT = 2
const TOKENS = 3
/** In doubles, from the start of the line. */
const RETRY_AT = 4
const BACKOFF = 5

/** The memory in which all threads of a run share what they know of its replicas. Zeros: ready and idle. */
export const newFleetMemory = (): SharedArrayBuffer => new SharedArrayBuffer(MOST_REPLICAS * LINE)

/** Where the fields of a replica lie in the shared memory. */
export const standingAt = (replica: number): number => replica * (LINE / 4) + STANDING
export const failuresAt = (replica: number): number => replica * (LINE / 4) + FAILURES
export const inFlightAt = (replica: number): number => replica * (LINE / 4) + IN_FLIGHT
export const tokensAt = (replica: number): number => replica * (LINE / 4) + TOKENS
export const retryAt = (replica: number): number => replica * (LINE / 8) + RETRY_AT
export const backoffAt = (replica: number): number => replica * (LINE / 8) + BACKOFF
