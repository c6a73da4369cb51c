import { NS_PER_S } from '../../base/nanos.ts'
import { type Pace, type Timing, TOGETHER } from '../../run/discover/measure-pace.ts'
import type { CommentedLengths } from '../../scenario/commented.ts'
import { roundDown } from './round.ts'

/** A server that takes longer than this for a few together than for one does them by turns: it has no room for more. */
const BATCHES_WITHIN = 1.5
/** Of what such a server gets through: below it, an open loop's queue stays short. */
const UTILIZATION = 0.7
const FASTEST = 20
const SLOWEST = 0.05
const DURATION_S = 30
const LONGEST_S = 120
/** Requests that a window should see at least. */
const REQUESTS = 30

export interface FirstLoad {
  rate: string
  duration: string
  tail: string
}

/** A pace that keeps a few requests in flight, and a window that is soon over. */
export function firstLoad({ alone, together }: Pick<Pace, 'alone' | 'together'>, lengths: CommentedLengths): FirstLoad {
  const latency = expectedLatency(together, lengths) / NS_PER_S
  const batches = latency * NS_PER_S <= BATCHES_WITHIN * expectedLatency(alone, lengths)
  const wanted = ((batches ? 1 : UTILIZATION) * TOGETHER) / latency
  const rate = Math.min(FASTEST, Math.max(SLOWEST, roundDown(wanted)))
  const duration = Math.min(LONGEST_S, Math.max(DURATION_S, Math.ceil(REQUESTS / rate)))
  const tail = Math.min(DURATION_S, Math.max(2, Math.ceil(2 * latency)))
  return { rate: `${rate}/s`, duration: `${duration}s`, tail: `${tail}s` }
}

/** Of a request of the chosen length, in ns. */
function expectedLatency({ ttft, tpot, latency }: Timing, { output }: CommentedLengths): number {
  return Number.isNaN(ttft) || Number.isNaN(tpot) ? latency : ttft + tpot * output.mean
}
