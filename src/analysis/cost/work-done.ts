import type { Counted, WorkDone } from '../../model/economy.ts'
import type { Slice } from '../slice.ts'
import { isOk, TIMINGS } from '../timing.ts'

/** Tokens and requests that came inside the window, whatever request they belong to. docs/methodology.md §1 */
export function workDone(slice: Slice): WorkDone {
  const { requests, window, flow, good } = slice.view
  const promptOf = TIMINGS['tokens.in'](requests)
  const inside = (instant: number) => instant >= window.from && instant < window.to
  const work = { output: none(), total: none(), good: none(), requests: none(), goodRequests: none() }
  for (const row of slice.everything) {
    if (!isOk(requests, row)) continue
    const output = flow.inWindow[row]
    const began = Number.isNaN(requests.first_token[row]) ? requests.done[row] : requests.first_token[row]
    const prompt = inside(began) ? Math.max(0, promptOf(row) || 0) : 0
    count(work.output, output)
    count(work.total, output + prompt)
    if (good[row] === 1) count(work.good, output)
    if (!inside(requests.done[row])) continue
    count(work.requests, 1)
    if (good[row] === 1) count(work.goodRequests, 1)
  }
  return work
}

const none = (): Counted => ({ n: 0, squares: 0 })

function count(sum: Counted, value: number): void {
  sum.n += value
  sum.squares += value * value
}

/**
 * Error of counting, relative at 95 %: that of a sum of as many requests of these sizes as happened to come.
 * docs/methodology.md §9
 */
export const countingError = ({ n, squares }: Counted): number => (n === 0 ? 0 : (1.96 * Math.sqrt(squares)) / n)
