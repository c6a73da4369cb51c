import type { Nanos } from '../base/nanos.ts'
import type { Flight } from './flight.ts'
import type { Classified } from './observe/classify.ts'

/** What the plan wanted of a request, whoever answers it. */
export interface Errand {
  request: number
  query: number
  sample: number
  phase: number
  due: number
  issued: number
  landed: (at: Nanos) => void
}

/** One request that may take several attempts: those under way, and what became of the last. */
export class Mission {
  readonly errand: Errand
  /** Wire calls made. */
  attempts = 0
  /** First bytes of the first attempt. */
  sentAt = Number.NaN
  readonly open: Flight[] = []
  /** The last attempt that failed, kept until another takes its place. */
  failed: { flight: Flight; ended: Classified } | null = null
  over = false

  constructor(errand: Errand) {
    this.errand = errand
  }

  /** The first byte of an answer settles which attempt counts; the others are given up. */
  answered(flight: Flight, at: Nanos): void {
    if (!isAnswer(flight.status)) return
    for (let i = this.open.length - 1; i >= 0; i--) if (this.open[i] !== flight) this.open[i].giveUp(at, 'overtaken')
  }

  /** Nothing of an answer's body has come yet. */
  get isSilent(): boolean {
    return this.open.every(({ bytes, status }) => bytes === 0 || !isAnswer(status))
  }
}

export const isAnswer = (status: number): boolean => status >= 200 && status < 300
