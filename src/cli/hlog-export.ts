import type { ReadRun } from './read-run.ts'

export function hlogOf(_run: ReadRun): string {
  return ''
}
