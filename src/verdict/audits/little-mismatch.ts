import { THRESHOLDS } from '../thresholds.ts'
import type { Rule } from './rule.ts'

/** L = λ·W holds for any true log; when it does not, its instants contradict each other. docs/methodology.md §7.5 */
export const littleMismatch: Rule = ({ analysis: { validity } }) => {
  const { l, lambdaW, relativeError } = validity.little
  if (relativeError <= THRESHOLDS.littleError) return []
  return [
    {
      severity: 'invalid',
      message: `requests in flight ${l.toPrecision(4)} against rate × time ${lambdaW.toPrecision(4)}: the log contradicts itself`,
      fix: 'this is an error of Tailgate or of the stored files; keep the folder and report it',
    },
  ]
}
