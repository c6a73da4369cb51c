import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { analyze } from '../../src/analysis/analyze.ts'
import { goodRequests } from '../../src/analysis/good.ts'
import type { Analysis } from '../../src/model/analysis.ts'
import type { MetricName } from '../../src/model/metric.ts'
import type { Outcome } from '../../src/model/outcome.ts'
import type { RequestBound } from '../../src/model/slo.ts'
import { near, vector } from '../stats/vectors.ts'
import { figureValue } from './find.ts'
import { fixtureLog, type RequestRow, type TokenRow } from './fixture-log.ts'

const { input, expected, tol } = vector('def.minilog')
const MS = 1e6

/** The vector was made before the outcomes had their names. */
const OUTCOME: { [name: string]: Outcome } = { timeout: 'timeout_first' }

const requests: RequestRow[] = input.rows.map((row: (number | string | null)[]): RequestRow => {
  const [id, due, sent, first, done, tokens, outcome] = row as [
    number,
    number,
    number,
    number | null,
    number,
    number,
    string,
  ]
  const phase = due < input.window_ms[0] ? 'warmup' : 'measure'
  return {
    request: id,
    phase,
    due,
    sent,
    first,
    done,
    tokens,
    outcome: OUTCOME[outcome] ?? (outcome as Outcome),
    stall: null,
  }
})

const tokens: TokenRow[] = requests.flatMap(({ request, first, done, tokens: n = 0 }) => {
  if (first === null || first === undefined || done === null || done === undefined) return []
  const gap = n < 2 ? 0 : (done - first) / (n - 1)
  return Array.from({ length: n }, (_, k) => ({
    request: request ?? 0,
    at: first + k * gap,
    gap: k === 0 ? null : gap,
  }))
})

const bounds: RequestBound[] = [
  { text: '', metric: 'ttft', limit: input.slo_ms.ttft * MS },
  { text: '', metric: 'tpot', limit: input.slo_ms.tpot * MS },
  { text: '', metric: 'latency', limit: input.slo_ms.e2e * MS },
]

describe('def.minilog: the log of twelve requests, through analyze', () => {
  for (const [name, rows] of [
    ['logged', tokens],
    ['spread from first to last', []],
  ] as const) {
    describe(`with tokens ${name}`, () => {
      const log = fixtureLog({ requests, tokens: rows, window: input.window_ms, slo: { request: bounds, run: [] } })
      let analysis: Analysis
      before(async () => {
        analysis = await analyze(log)
      })
      const value = (metric: MetricName) => figureValue(analysis, metric)
      const close = (got: number, want: number) => assert.ok(near(got, want, tol), `${got}, wanted ${want}`)

      test('the cohort is what was due in the window, and its outcomes are counted', () => {
        const { measured } = analysis.books
        assert.equal(measured.planned, expected.cohort_n)
        const { ok, ...failed } = measured.outcomes
        assert.equal(ok, expected.ok_n)
        assert.deepEqual(failed, { http_5xx: 1, timeout_first: 1, truncated: 1 })
        close(value('availability'), expected.availability)
        close(value('failed'), expected.fail_n / expected.cohort_n)
      })

      test('goodput and attainment are over all that were due', () => {
        assert.equal(analysis.books.measured.good, expected.good_ids.length)
        close(value('goodput'), expected.goodput_rps)
        close(value('attainment'), expected.slo_attainment)
        close(value('goodput.service'), expected.goodput_rps_from_send)
        close(value('goodput.makespan'), expected.goodput_makespan_rps)
        close(value('goodput.tokens'), expected.good_output_tok_per_s)
      })

      test('which requests are good depends on where the clock starts', () => {
        const ids = (from: 'due' | 'sent') =>
          [...goodRequests(log.requests, bounds, from).entries()]
            .filter(([row, good]) => good === 1 && requests[row].phase === 'measure')
            .map(([row]) => log.requests.request[row])
        assert.deepEqual(ids('due'), expected.good_ids)
        assert.deepEqual(ids('sent'), expected.good_ids_from_send)
      })

      test('rates count what happened inside the window, whatever request it belongs to', () => {
        close(value('throughput'), expected.completed_rps)
        close(value('throughput.makespan'), expected.throughput_makespan_rps)
        close(value('tokens.output.raw'), expected.output_tok_per_s_window)
        close(value('tokens.output'), expected.output_tok_per_s_window_ok_only)
      })

      test('ttft: failures at +Infinity beside ok only, three definitions', () => {
        const at = (metric: MetricName, stat: 'p50' | 'p90', definition?: 'numpy') =>
          figureValue(analysis, metric, stat, { definition }) / MS
        close(at('ttft.ok', 'p50', 'numpy'), expected.ttft_p50_ok_linear)
        close(at('ttft.ok', 'p90', 'numpy'), expected.ttft_p90_ok_linear)
        close(at('ttft', 'p50'), expected.ttft_p50_all_nearest)
        assert.equal(at('ttft', 'p90'), expected.ttft_p90_all_nearest)
      })

      test('lag is over every request that was sent', () => {
        close(figureValue(analysis, 'lag', 'max') / MS, expected.sched_lag_max_ms)
        close(analysis.validity.lag.p99 / MS, expected.sched_lag_p99_nearest_ms)
      })

      test('every percentile of so few requests is marked insufficient, every share is not', () => {
        for (const figure of analysis.figures) {
          const floored = figure.stat.startsWith('p') && figure.n < 11
          if (floored) assert.equal(figure.insufficient, true, `${figure.stat}(${figure.metric})`)
          if (!figure.stat.startsWith('p')) assert.equal(figure.insufficient, undefined)
        }
      })
    })
  }

  test('def.interactivity: tokens per second one user sees', async () => {
    const { expected: want, tol: within } = vector('def.interactivity')
    const analysis = await analyze(fixtureLog({ requests, tokens, window: input.window_ms }))
    assert.ok(near(figureValue(analysis, 'interactivity'), want.median, within))
    assert.ok(near(figureValue(analysis, 'interactivity.p90'), want.p90_nearest, within))
    assert.ok(near(figureValue(analysis, 'interactivity.e2e'), want.e2e_normalised_p50, within))
  })
})
