import type { Analysis } from '../model/analysis.ts'
import type { Figure } from '../model/figure.ts'
import type { MetricName } from '../model/metric.ts'
import type { Stat } from '../model/slo.ts'

/** The figure over the whole measured run by the report's own definition, never a peer's. */
export function findFigure(analysis: Analysis, metric: MetricName, stat: Stat): Figure | undefined {
  return analysis.figures.find(
    (figure) =>
      figure.metric === metric &&
      figure.stat === stat &&
      figure.definition === undefined &&
      figure.over.stream === undefined &&
      figure.over.replica === undefined &&
      figure.over.fault === undefined,
  )
}
