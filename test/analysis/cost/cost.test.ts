import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { analyze } from '../../../src/analysis/analyze.ts'
import { paidReplicas } from '../../../src/analysis/cost/fleet-size.ts'
import { killCost, priceWindow, usdOver } from '../../../src/analysis/cost/price.ts'
import { countingError } from '../../../src/analysis/cost/work-done.ts'
import type { LogInput } from '../../../src/analysis/log-input.ts'
import { fromSeconds, nanos } from '../../../src/base/nanos.ts'
import type { Prices } from '../../../src/model/economy-settings.ts'
import type { Scenario } from '../../../src/model/scenario.ts'
import { near, vector } from '../../stats/vectors.ts'
import { figureValue, findFigure } from '../find.ts'
import { fixtureLog, type RequestRow } from '../fixture-log.ts'

const PRICES: Prices = {
  usdPerReplicaHour: 3.6,
  basis: { per: 'replica' },
  terms: 'on-demand',
  date: '2026-01-01',
  source: 'price list',
  uncertainty: 0,
}

function priced(requests: readonly RequestRow[], change: Partial<Scenario> = {}): LogInput {
  const log = fixtureLog({ requests, slo: { request: [{ text: '', metric: 'latency', limit: 2e9 }], run: [] } })
  const targets = ['a', 'b'].map((name) => ({ ...log.manifest.scenario.targets[0], name }))
  const fleet = { discover: null, gateway: false, behind: [] }
  const scenario = { ...log.manifest.scenario, targets, fleet, probes: [], prices: PRICES, ...change } as Scenario
  return { ...log, manifest: { ...log.manifest, scenario } }
}

/** In a window of ten seconds: two good, one slow, one that failed. */
const REQUESTS: readonly RequestRow[] = [
  { due: 0, first: 100, done: 1000, tokens: 100, input: 50 },
  { due: 1000, first: 1100, done: 2000, tokens: 100, input: 50 },
  { due: 2000, first: 2100, done: 7000, tokens: 100, input: 50 },
  { due: 3000, first: 3100, done: 3500, tokens: 60, input: 50, outcome: 'reset' },
]

describe('what the window cost', () => {
  test('cap.cost: dollars per million tokens', () => {
    const { input, expected, tol } = vector('cap.cost')
    const perToken = usdOver(input.usd_per_hour, 1) / input.tok_per_s
    assert.ok(near(perToken * 1e6, expected.usd_per_mtok, tol))
  })

  test('is per output, total and good tokens and per request, over all replicas, the idle one too', async () => {
    const analysis = await analyze(priced(REQUESTS))
    const usd = 0.02
    assert.deepEqual(analysis.economy.cost?.replicas, 2)
    const value = (metric: Parameters<typeof figureValue>[1]) => figureValue(analysis, metric)
    assert.ok(near(value('cost.window'), usd, 1e-12))
    assert.ok(near(value('usd.per-mtok.output'), (usd / 300) * 1e6, 1e-12))
    assert.ok(near(value('usd.per-mtok.total'), (usd / 450) * 1e6, 1e-12))
    assert.ok(near(value('usd.per-mtok.good'), (usd / 200) * 1e6, 1e-12))
    assert.ok(near(value('usd.per-request'), usd / 3, 1e-12))
    assert.ok(near(value('usd.per-request.good'), usd / 2, 1e-12))
    assert.ok(near(value('tokens.per-usd.good'), 200 / usd, 1e-12))
  })

  test('carries the error of the price and of counting', async () => {
    const analysis = await analyze(priced(REQUESTS, { prices: { ...PRICES, uncertainty: 0.1 } }))
    const figure = findFigure(analysis, 'usd.per-request', 'value')
    const relative = Math.hypot(0.1, 1.96 / Math.sqrt(3))
    assert.ok(near(figure?.interval?.high ?? 0, (0.02 / 3) * (1 + relative), 1e-12))
    assert.equal(figure?.interval?.low, 0)
    assert.ok(near(countingError({ n: 300, squares: 30_000 }), (1.96 * Math.sqrt(3)) / 3, 1e-12))
  })

  test('is said of nothing where no request ended', async () => {
    const analysis = await analyze(priced([{ due: 0, outcome: 'connect' }]))
    assert.equal(findFigure(analysis, 'usd.per-mtok.output', 'value'), undefined)
    assert.equal(figureValue(analysis, 'cost.window'), 0.02)
  })

  test('is not computed without a price', async () => {
    const analysis = await analyze(priced(REQUESTS, { prices: null }))
    assert.equal(analysis.economy.cost, null)
    assert.equal(findFigure(analysis, 'cost.window', 'value'), undefined)
  })
})

describe('replicas that are paid for', () => {
  const move = (seconds: number, replica: string, state: 'joined' | 'gone') => ({
    at: fromSeconds(seconds),
    kind: 'target' as const,
    replica,
    state,
    because: '',
  })

  test('are those listed, dead or alive', () => {
    assert.equal(paidReplicas(priced([])), 2)
  })

  const fleet = { discover: { kind: 'dns', every: fromSeconds(1) }, gateway: false, behind: [] }
  const discovered = (requests: readonly RequestRow[], events: readonly ReturnType<typeof move>[]) =>
    paidReplicas({ ...priced(requests, { fleet: fleet as unknown as Scenario['fleet'] }), events })

  test('are those that joined where they are discovered', () => {
    assert.equal(discovered([], [move(0, '10.0.0.2:80', 'joined'), move(0, '10.0.0.1:80', 'joined')]), 2)
  })

  test('are no more for one that took the place of another', () => {
    const pods = ['pod-a', 'pod-b', 'pod-c'].map((pod) => move(0, pod, 'joined'))
    const replaced = [move(5, 'pod-b', 'gone'), move(7, 'pod-d', 'joined')]
    assert.equal(discovered([], [...pods, ...replaced]), 3)
    assert.equal(discovered([], [...pods, ...replaced, move(8, 'pod-e', 'joined')]), 4)
    assert.equal(discovered([], [...pods, move(5, 'pod-b', 'gone')]), 3)
  })

  test('are those, too, that answered though no event says that they joined', () => {
    assert.equal(discovered([{ due: 0, replica: 'c' }], [move(3, 'pod-b', 'gone'), move(4, 'pod-c', 'joined')]), 2)
  })

  test('are those that answered behind a gateway, or the gateway where nobody says', () => {
    const fleet = { discover: null, gateway: true, behind: [] as readonly unknown[] } as Scenario['fleet']
    assert.equal(paidReplicas(priced([{ due: 0, replica: 'c' }], { fleet })), 1)
    assert.equal(paidReplicas(priced([{ due: 0, replica: null }], { fleet })), 2)
    const behind = ['x', 'y', 'z'].map((name) => ({ name, url: '' }))
    assert.equal(paidReplicas(priced([{ due: 0, replica: 'x' }], { fleet: { ...fleet, behind } })), 3)
  })
})

describe('the cost of a kill', () => {
  test('is what was paid for the good requests that did not come', () => {
    // 20 good requests per second for 36 USD an hour: a cent buys 20, and 50 were lost.
    assert.ok(near(killCost({ lostGood: 50, referenceGoodput: 20, usdPerHour: 36 }), 0.025, 1e-12))
    assert.equal(killCost({ lostGood: 50, referenceGoodput: 0, usdPerHour: 36 }), 0)
  })

  test('stands in the books for each round', () => {
    const window = { from: nanos(0), to: fromSeconds(60) }
    const impact = {
      fault: 'kill',
      round: 1,
      replica: 'b',
      lost: { untilHold: 50, atLeast: true },
      reference: { goodput: 20 },
    }
    const { kills } = priceWindow({ ...PRICES, usdPerReplicaHour: 12 }, 3, window, [impact as never])
    assert.deepEqual(
      kills.map(({ usd, ...rest }) => [Number(usd.toPrecision(12)), rest]),
      [[0.025, { fault: 'kill', round: 1, replica: 'b', atLeast: true }]],
    )
  })
})
