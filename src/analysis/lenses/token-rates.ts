import { single } from '../figures.ts'
import { isOk, TIMINGS } from '../timing.ts'
import type { Lens } from './lens.ts'

/** Tokens per second by when they came; a prompt counts when its answer begins. docs/methodology.md §1 */
export const tokenRates: Lens = (slice) => {
  const { requests, window, flow } = slice.view
  const promptOf = TIMINGS['tokens.in'](requests)
  let [raw, output, input] = [0, 0, 0]
  for (const row of slice.everything) {
    raw += flow.inWindow[row]
    if (!isOk(requests, row)) continue
    output += flow.inWindow[row]
    const began = Number.isNaN(requests.first_token[row]) ? requests.done[row] : requests.first_token[row]
    const prompt = promptOf(row)
    if (began >= window.from && began < window.to && prompt > 0) input += prompt
  }
  if (raw === 0) return []
  return [
    single(slice, 'tokens.output', output / slice.seconds, Math.round(output)),
    single(slice, 'tokens.output.raw', raw / slice.seconds, Math.round(raw)),
    single(slice, 'tokens.total', (output + input) / slice.seconds, Math.round(output + input)),
  ]
}
