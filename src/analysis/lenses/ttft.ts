import { allFigures, okFigures, peerFigures } from '../figures.ts'
import type { Lens } from './lens.ts'

/** Time to first token, from due and from the send. docs/methodology.md §1 */
export const ttft: Lens = (slice) => {
  if (!slice.view.streamed) return []
  return [
    ...allFigures(slice, 'ttft', 'ttft'),
    ...okFigures(slice, 'ttft.ok', 'ttft'),
    ...okFigures(slice, 'ttft.service', 'ttft.service'),
    ...(reasoningPrecedes(slice.view.requests) ? okFigures(slice, 'ttft.visible', 'ttft.visible') : []),
    ...peerFigures(slice, 'ttft', ['ttft.ok', 'ttft.service'], ['ttft', 'ttft.service']),
  ]
}

/** Whether any request's first token was not yet visible text. */
function reasoningPrecedes({ rows, first_token, first_visible }: Parameters<Lens>[0]['view']['requests']): boolean {
  for (let row = 0; row < rows; row++) if (first_visible[row] > first_token[row]) return true
  return false
}
