import type { Rule } from './rule.ts'

/** Shares over nothing say nothing. */
export const nothingMeasured: Rule = ({ analysis }) => {
  if (analysis.books.measured.planned > 0) return []
  return [
    {
      severity: 'invalid',
      message: 'no request was due inside the measured window',
      fix: 'lengthen load.duration, or shorten load.warmup',
    },
  ]
}
