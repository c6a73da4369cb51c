import { EXIT, Failure } from '../../../base/failure.ts'
import type { Row } from './row.ts'

const CLIP = 160

/** The Failure of a row that is not what it should be, with its file, line and clipped text. */
export function rowFailure(file: string, row: Pick<Row, 'bytes' | 'line'>, message: string, hint?: string): Failure {
  const place = { file, line: row.line, source: clip(row.bytes) }
  return new Failure('dataset.row', message, { exit: EXIT.usage, place, hint })
}

/** The start of a row as one line of text. */
export function clip(bytes: Buffer): string {
  const text = bytes
    .subarray(0, 4 * CLIP)
    .toString('utf8')
    .trim()
    .replace(/\s+/g, ' ')
  return text.length > CLIP ? text.slice(0, CLIP) + '…' : text
}
