import { okFigures, single } from '../figures.ts'
import { isOk, outputTokens } from '../timing.ts'
import type { Lens } from './lens.ts'

/** Prompt and output lengths of ok requests, and how many missed the length asked for. docs/methodology.md §1 */
export const lengths: Lens = (slice) => {
  const { requests } = slice.view
  const figures = [...okFigures(slice, 'tokens.in', 'tokens.in'), ...okFigures(slice, 'tokens.out', 'tokens.out')]
  const tokens = outputTokens(requests)
  const both = (row: number) => isOk(requests, row) && requests.output_asked[row] >= 0 && tokens(row) >= 0
  const counted = slice.count(both)
  const missed = slice.count((row) => both(row) && tokens(row) !== requests.output_asked[row])
  return counted === 0 ? figures : [...figures, single(slice, 'length.missed', missed / counted, counted)]
}
