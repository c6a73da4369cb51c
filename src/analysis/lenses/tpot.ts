import { allFigures, okFigures, peerFigures, single } from '../figures.ts'
import { isOk, outputTokens } from '../timing.ts'
import type { Lens } from './lens.ts'

/** Time per output token after the first; requests of fewer than two tokens have none. docs/methodology.md §1 */
export const tpot: Lens = (slice) => {
  const { requests, streamed } = slice.view
  if (!streamed) return []
  const ok = slice.count((row) => isOk(requests, row))
  const tokens = outputTokens(requests)
  const vacuous = slice.count((row) => isOk(requests, row) && tokens(row) < 2)
  return [
    ...allFigures(slice, 'tpot', 'tpot'),
    ...okFigures(slice, 'tpot.ok', 'tpot'),
    ...peerFigures(slice, 'tpot', ['tpot.ok'], ['tpot']),
    ...(ok > 0 ? [single(slice, 'tpot.vacuous', vacuous / ok, ok)] : []),
  ]
}
