import assert from 'node:assert/strict'
import type { Analysis } from '../../src/model/analysis.ts'
import type { Figure } from '../../src/model/figure.ts'
import type { MetricName } from '../../src/model/metric.ts'
import type { Stat } from '../../src/model/slo.ts'

type Where = { definition?: Figure['definition']; stream?: string; replica?: string; fault?: string }

/** The one figure of that name, or undefined. */
export function findFigure(analysis: Analysis, metric: MetricName, stat: Stat, where: Where = {}): Figure | undefined {
  const found = analysis.figures.filter(
    (figure) =>
      figure.metric === metric &&
      figure.stat === stat &&
      figure.definition === where.definition &&
      figure.over.stream === where.stream &&
      figure.over.replica === where.replica &&
      figure.over.fault === where.fault,
  )
  assert.ok(found.length <= 1, `${found.length} figures of ${stat}(${metric})`)
  return found[0]
}

/** Its value. */
export function figureValue(analysis: Analysis, metric: MetricName, stat: Stat = 'value', where: Where = {}): number {
  const figure = findFigure(analysis, metric, stat, where)
  assert.ok(figure, `no ${stat}(${metric})`)
  return figure.value
}
