import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { analyze } from '../../../src/analysis/analyze.ts'
import { LENSES } from '../../../src/analysis/lenses/index.ts'
import type { Analysis } from '../../../src/model/analysis.ts'
import { ATTRIBUTION_METRICS } from '../../../src/model/attribution-metrics.ts'
import { ECONOMY_METRICS } from '../../../src/model/economy-metrics.ts'
import { METRICS, type MetricName } from '../../../src/model/metric.ts'
import { OUTCOMES } from '../../../src/model/outcome.ts'
import { fixtureLog, type RequestRow, type TokenRow } from '../fixture-log.ts'

/** One of everything: each outcome, two streams, three replicas, several samples a query, reasoning and bursts of tokens. */
const requests: RequestRow[] = Array.from({ length: 120 }, (_, i) => ({
  query: i >> 1,
  due: i * 50,
  sent: i * 50 + 1,
  first: i * 50 + 30,
  done: i * 50 + 130,
  tokens: 6,
  input: 10,
  asked: 6,
  stall: 40,
  outcome: i < 80 ? 'ok' : OUTCOMES[i % OUTCOMES.length],
  replica: ['a', 'b', 'c'][i % 3],
  stream: i % 2 === 0 ? 'default' : 'second',
}))
const tokens: TokenRow[] = requests.flatMap(({ first }, request) => [
  { request, at: first ?? 0, gap: null, events: 2 },
  { request, at: (first ?? 0) + 40, gap: 40, events: 1, tokens: 4 },
])

/** Those of prices and outside meters have tests of their own. */
const NOT_OF_REQUESTS = { ...ECONOMY_METRICS, ...ATTRIBUTION_METRICS }

describe('every lens', () => {
  let analysis: Analysis
  before(async () => {
    const log = fixtureLog({ requests, tokens, plan: { samplesPerQuery: 2 } })
    log.requests.first_visible.fill(500e6, 0, 10)
    analysis = await analyze(log)
  })

  test('emits figures in the unit of their metric, with their count, and never NaN', () => {
    for (const { metric, stat, value, unit, n } of analysis.figures) {
      assert.equal(unit, METRICS[metric].unit)
      assert.ok(!Number.isNaN(value) && n >= 0 && Number.isInteger(n), `${stat}(${metric}) = ${value}, n ${n}`)
    }
  })

  test('emits one number for a metric of the run, and statistics for the others', () => {
    for (const { metric, stat } of analysis.figures) {
      if (metric === 'concurrency') continue
      assert.equal(stat === 'value', METRICS[metric].of === 'run', `${stat}(${metric})`)
    }
  })

  test('never emits two figures of one name over one part by one definition', () => {
    const names = analysis.figures.map(({ metric, stat, definition, over }) =>
      [metric, stat, definition, over.stream, over.replica].join(' '),
    )
    assert.equal(new Set(names).size, names.length)
  })

  test('together they emit every metric of the catalog that is of requests', () => {
    const emitted = new Set(analysis.figures.map(({ metric }) => metric))
    const missing = (Object.keys(METRICS) as MetricName[]).filter(
      (metric) => METRICS[metric].of !== 'fault' && !(metric in NOT_OF_REQUESTS) && !emitted.has(metric),
    )
    assert.deepEqual(missing, [])
  })

  test('says nothing about an empty run that would be a guess', async () => {
    const { figures } = await analyze(fixtureLog({ requests: [] }))
    assert.ok(figures.every(({ value }) => value === 0))
    assert.ok(Object.keys(LENSES).length > 0)
  })
})
