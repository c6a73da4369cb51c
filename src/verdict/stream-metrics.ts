import type { MetricName } from '../model/metric.ts'
import type { Scenario } from '../model/scenario.ts'

/** What rests on when the tokens of an answer came. */
const STREAM_METRICS: readonly MetricName[] = [
  'ttft',
  'ttft.ok',
  'ttft.service',
  'ttft.visible',
  'tpot',
  'tpot.ok',
  'itl',
  'itl.token',
  'stall',
  'stall.ok',
  'interactivity',
  'interactivity.p90',
]

/** What counts requests that met such bounds. */
const GOOD_METRICS: readonly MetricName[] = ['attainment', 'goodput', 'goodput.service', 'goodput.tokens']

/** The metrics that mean nothing where something between holds the tokens back. */
export function heldMetrics({ slo }: Scenario): MetricName[] {
  const goodByTokens = slo.request.some(({ metric }) => STREAM_METRICS.includes(metric))
  return [...STREAM_METRICS, ...(goodByTokens ? GOOD_METRICS : [])]
}
