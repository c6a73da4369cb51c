import type { Nanos } from '../../base/nanos.ts'

/** What a sequence is when it is submitted. */
export interface SequenceRequest {
  readonly promptTokens: number
  /** Tokens it will produce; at least 1. */
  readonly outputTokens: number
  /** Hashes of the prompt's full blocks, each covering all before it; empty where no cache is wanted. */
  readonly blocks: readonly number[]
  /** Called at the end of each step that gave it a token. */
  readonly token: (sequence: Sequence, at: Nanos) => void
}

/** One prompt on its way through the engine. */
export interface Sequence extends SequenceRequest {
  readonly submitted: Nanos
  /** First time it was given a slot, NaN before. */
  scheduled: number
  firstToken: number
  lastToken: number
  produced: number
  /** Tokens it keeps in the KV cache. */
  held: number
  /** Tokens still to be computed before the next one can be produced. */
  toCompute: number
  cachedTokens: number
  preemptions: number
}

export function makeSequence(request: SequenceRequest, submitted: Nanos): Sequence {
  return {
    ...request,
    submitted,
    scheduled: Number.NaN,
    firstToken: Number.NaN,
    lastToken: Number.NaN,
    produced: 0,
    held: 0,
    toCompute: 0,
    cachedTokens: 0,
    preemptions: 0,
  }
}

export const isFinished = (sequence: Sequence): boolean => sequence.produced >= sequence.outputTokens
