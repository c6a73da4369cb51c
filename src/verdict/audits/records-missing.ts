import type { Rule } from './rule.ts'

/** A log that was closed in order must tell of every planned sample. */
export const recordsMissing: Rule = ({ analysis: { seal, books } }) => {
  if (seal === null || seal.ended !== 'complete' || books.unrecorded === 0) return []
  return [
    {
      severity: 'invalid',
      message: `${books.unrecorded} of ${books.planned} planned samples have no record`,
      fix: 'the log lost rows: check that its folder was copied whole, then run again',
    },
  ]
}
