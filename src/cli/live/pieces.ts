import type { Look, Paint } from '../../report/renderers/terminal/paint.ts'

/** A stretch of text that is shown whole or not at all. */
export interface Piece {
  text: string
  look?: Look
}

const GAP = '  '

/**
 * As many pieces as fit into `width`, the important ones first. A first piece that does not fit is cut: half a number
 * would be another number, so nothing else ever is.
 */
export function layPieces(pieces: readonly Piece[], width: number, paint: Paint): string {
  let line = ''
  let used = 0
  for (const { text, look } of pieces) {
    const gap = used === 0 ? '' : GAP
    if (used + gap.length + text.length > width) {
      if (used > 0 || width <= 0) break
      return dress(`${text.slice(0, Math.max(0, width - 1))}…`, look, paint)
    }
    line += gap + dress(text, look, paint)
    used += gap.length + text.length
  }
  return line
}

const dress = (text: string, look: Look | undefined, paint: Paint): string =>
  look === undefined ? text : paint(text, look)
