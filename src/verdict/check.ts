import type { Analysis } from '../model/analysis.ts'
import { METRICS } from '../model/metric.ts'
import type { RunBound } from '../model/slo.ts'
import type { Check, Finding } from '../model/verdict.ts'
import { mlperfFloor } from '../stats/floors.ts'
import { ppm } from '../stats/quantile.ts'
import { atLeast, atMost } from '../stats/slack.ts'
import { findFigure } from './find-figure.ts'
import { spell, spellSubject } from './words.ts'

/**
 * Judges one bound. Too few values, no figure at all, a value known only from below that is not beyond the limit yet, or
 * a finding that blocks the metric make it inconclusive; a bound that is missed stays missed whatever else was found. docs/methodology.md §4.3
 */
export function check(slo: RunBound, analysis: Analysis, findings: readonly Finding[]): Check {
  const subject = spellSubject(slo.metric, slo.stat)
  const figure = findFigure(analysis, slo.metric, slo.stat)
  if (figure === undefined)
    return { slo, result: 'inconclusive', because: `the run has no ${subject}${whyNone(slo, analysis)}` }
  if (figure.insufficient) {
    const needed = mlperfFloor(ppm(Number(slo.stat.slice(1)) / 100))
    return { slo, figure, result: 'inconclusive', because: `${subject} of ${figure.n} values needs ${needed}` }
  }
  const met = slo.compare === '<=' ? atMost(figure.value, slo.limit) : atLeast(figure.value, slo.limit)
  const because = `${subject} is ${figure.atLeast ? 'at least ' : ''}${spell(figure.value, figure.unit)}, bound ${slo.compare} ${spell(slo.limit, figure.unit)}`
  if (figure.atLeast && met === (slo.compare === '<=')) {
    return { slo, figure, result: 'inconclusive', because: `${because}: it had not ended when the run did` }
  }
  if (!met) return { slo, figure, result: 'fail', because }
  const blocker = findings.find(({ blocks }) => blocks?.includes(slo.metric))
  if (blocker !== undefined)
    return { slo, figure, result: 'inconclusive', because: `${because}, but ${blocker.message}` }
  return { slo, figure, result: 'pass', because }
}

function whyNone({ metric }: RunBound, { impacts, economy: { energy, cost } }: Analysis): string {
  if (METRICS[metric].dimension === 'cost' && /usd|cost/.test(metric))
    return cost === null ? ': no price was given' : ''
  if (METRICS[metric].dimension === 'cost' && metric !== 'carbon.embodied') {
    return energy === null ? ': no energy was asked for' : 'refused' in energy ? `: ${energy.because}` : ''
  }
  if (METRICS[metric].of !== 'fault') return ''
  return impacts.length === 0 ? ': no fault took place' : ': what it needs was not seen of the fault'
}
