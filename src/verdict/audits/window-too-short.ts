import { NS_PER_S } from '../../base/nanos.ts'
import { mlperfFloor } from '../../stats/floors.ts'
import { ppm } from '../../stats/quantile.ts'
import { findFigure } from '../find-figure.ts'
import { THRESHOLDS } from '../thresholds.ts'
import { spellTime } from '../words.ts'
import type { Evidence, Rule } from './rule.ts'

/** A short window sees neither rare events nor a steady state. docs/methodology.md §12.1 */
export const windowTooShort: Rule = (evidence) => {
  const { window, books } = evidence.analysis
  if (books.measured.planned === 0) return []
  const wanted = wantedLength(evidence)
  if (window.to - window.from >= wanted) return []
  return [
    {
      severity: 'warning',
      message: `the measured window of ${spellTime(window.to - window.from)} is shorter than ${spellTime(wanted)}`,
      fix: 'raise load.duration',
    },
  ]
}

function wantedLength({ analysis, scenario }: Evidence): number {
  const p99 = findFigure(analysis, 'latency.ok', 'p99')?.value ?? 0
  const rate = findFigure(analysis, 'offered', 'value')?.value ?? 0
  const percentiles = scenario.slo.run.filter(({ stat }) => stat.startsWith('p'))
  const needed = percentiles.map(({ stat }) => mlperfFloor(ppm(Number(stat.slice(1)) / 100)))
  const requests = Math.max(THRESHOLDS.windowRequests, ...needed)
  const forRequests = rate > 0 ? (requests / rate) * NS_PER_S : 0
  return Math.max(THRESHOLDS.window, THRESHOLDS.windowLatencies * p99, forRequests)
}
