import { OUTCOMES } from '../model/outcome.ts'
import type { LogInput } from './log-input.ts'

const NOT_SENT = OUTCOMES.indexOf('not_sent')

/**
 * Which rows an interruption never came to: planned and never sent in a run that was cut off. They stand in the books,
 * and no figure is over them: the server was not asked. docs/methodology.md §1
 */
export function cutOff({ seal, requests }: Pick<LogInput, 'seal' | 'requests'>): (row: number) => boolean {
  if (seal?.ended === 'complete') return () => false
  return (row) => requests.outcome[row] === NOT_SENT
}
