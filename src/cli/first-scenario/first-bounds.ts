import { NS_PER_MS } from '../../base/nanos.ts'
import type { Timing } from '../../run/discover/measure-pace.ts'
import { roundUp } from './round.ts'

/** Waiting behind other requests shows in the first token most. */
const FIRST_TOKEN_ROOM = 4
const TOKEN_ROOM = 3
/** Below this our own lateness would weigh in what is bounded. */
const TIGHTEST_MS = 200
const TIGHTEST_TOKEN_MS = 20

export interface FirstBounds {
  request: readonly string[]
  run: readonly string[]
}

/** Bounds that the server just met with room to spare, as a beginning to tighten. */
export function firstBounds({ ttft, tpot, latency }: Timing): FirstBounds {
  const run = ['attainment >= 99%', 'failed <= 0.1%']
  if (Number.isNaN(ttft)) return { request: [`latency <= ${millis(latency * FIRST_TOKEN_ROOM, TIGHTEST_MS)}`], run }
  const first = `ttft <= ${millis(ttft * FIRST_TOKEN_ROOM, TIGHTEST_MS)}`
  if (Number.isNaN(tpot)) return { request: [first], run }
  return { request: [first, `tpot <= ${millis(tpot * TOKEN_ROOM, TIGHTEST_TOKEN_MS)}`], run }
}

const millis = (value: number, least: number): string => `${roundUp(Math.max(least, value / NS_PER_MS))}ms`
