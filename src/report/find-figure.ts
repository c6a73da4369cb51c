import type { Analysis } from '../model/analysis.ts'
import type { Figure } from '../model/figure.ts'
import type { MetricName } from '../model/metric.ts'
import type { Stat } from '../model/slo.ts'

/** What part of the run a figure is asked for; left out: the whole of it. */
export interface Part {
  stream?: string
  replica?: string
  fault?: string
}

/** The figure of the measured phase by the nearest-rank definition, over one part of the run. */
export function findFigure(analysis: Analysis, metric: MetricName, stat: Stat, part: Part = {}): Figure | undefined {
  return analysis.figures.find(
    (figure) =>
      figure.metric === metric && figure.stat === stat && figure.definition === undefined && covers(figure, part),
  )
}

/** Whether a figure is over exactly this part of the measured phase. */
export function covers({ over }: Figure, part: Part = {}): boolean {
  return (
    over.phase === 'measure' &&
    over.stream === part.stream &&
    over.replica === part.replica &&
    over.fault === part.fault
  )
}
