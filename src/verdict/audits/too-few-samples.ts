import { mlperfFloor } from '../../stats/floors.ts'
import { ppm } from '../../stats/quantile.ts'
import { findFigure } from '../find-figure.ts'
import { spellSubject } from '../words.ts'
import type { Rule } from './rule.ts'

/** A bound on a percentile that the run was too short to know. docs/methodology.md §4.2 */
export const tooFewSamples: Rule = ({ analysis, scenario }) =>
  scenario.slo.run.flatMap(({ metric, stat }) => {
    const figure = findFigure(analysis, metric, stat)
    if (!figure?.insufficient) return []
    const needed = mlperfFloor(ppm(Number(stat.slice(1)) / 100))
    return [
      {
        severity: 'error' as const,
        message: `${spellSubject(metric, stat)} from ${figure.n} values needs ${needed}`,
        fix: `run ${Math.ceil(needed / Math.max(figure.n, 1))} times as long, or bound a lower percentile`,
      },
    ]
  })
