import { type Nanos, nanos } from '../../base/nanos.ts'
import type { Fault } from '../../model/fault.ts'

/** One time that one fault is to come. */
export interface Round {
  fault: Fault
  /** From 0. */
  round: number
  start:
    | { kind: 'at'; at: Nanos }
    /** So long after the instant at which that many requests were issued. */
    | { kind: 'after'; requests: number; delay: Nanos }
}

/** Every round of every fault. @param measureFrom when the measured window begins, since the run's zero */
export function roundsOf(faults: readonly Fault[], measureFrom: Nanos): Round[] {
  return faults.flatMap((fault) =>
    Array.from({ length: fault.repeat.times }, (_, round) => ({
      fault,
      round,
      start: startOf(fault, nanos(round * fault.repeat.every), measureFrom),
    })),
  )
}

function startOf({ when }: Fault, delay: Nanos, measureFrom: Nanos): Round['start'] {
  switch (when.kind) {
    case 'at':
      return { kind: 'at', at: nanos(when.at + delay) }
    case 'phase':
      return { kind: 'at', at: nanos(measureFrom + when.offset + delay) }
    case 'after':
      return { kind: 'after', requests: when.requests, delay }
  }
}
