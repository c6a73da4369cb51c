import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { analyze } from '../../src/analysis/analyze.ts'
import { keepAccounts } from '../../src/analysis/economy.ts'
import { fromSeconds } from '../../src/base/nanos.ts'
import { ATTRIBUTION_METRICS } from '../../src/model/attribution-metrics.ts'
import { ECONOMY_METRICS } from '../../src/model/economy-metrics.ts'
import type { Impact } from '../../src/model/impact.ts'
import type { Scenario } from '../../src/model/scenario.ts'
import { SERIES, type SeriesName } from '../../src/model/series.ts'
import { near } from '../stats/vectors.ts'
import { everySecond } from './energy/energy-input.ts'
import { figureValue, findFigure } from './find.ts'
import { fixtureLog } from './fixture-log.ts'

/** Two replicas for a minute from 20 s on: 60 requests of 100 tokens, at 500 W. */
function meteredLog(change: Partial<Scenario> = {}) {
  const requests = Array.from({ length: 60 }, (_, i) => ({
    due: 20_000 + i * 1000,
    first: 20_100 + i * 1000,
    done: 20_900 + i * 1000,
    tokens: 100,
    input: 50,
    replica: i % 2 === 0 ? 'a' : 'b',
  }))
  const log = fixtureLog({ requests, window: [20_000, 80_000] })
  const watts = everySecond('energy', (s) => 500 * s, { labels: { scope: 'node' } })
  const series = (Object.keys(SERIES) as SeriesName[]).filter(
    (name) => SERIES[name].kind === 'counter' && name !== 'energy',
  )
  const servers = series.flatMap((name) => everySecond(name, (s) => s, { labels: { replica: 'a' }, source: 'servers' }))
  const running = everySecond('requests.running', () => 0, { labels: { replica: 'a' }, source: 'servers' })
  const scenario = {
    ...log.manifest.scenario,
    targets: ['a', 'b'].map((name) => ({ ...log.manifest.scenario.targets[0], name })),
    fleet: { discover: null, gateway: false, behind: [] },
    probes: [],
    prices: { usdPerReplicaHour: 30, basis: { per: 'replica' }, terms: 'spot', date: '', source: '', uncertainty: 0 },
    energy: { scope: 'node', meters: null, exclusive: true, pue: 1.2, idleWatts: 100, meterError: 0.02 },
    carbon: { gramsPerKwh: 300, kind: 'average', zone: 'DE', source: 'stated', embodiedGramsPerHour: 60 },
    hardware: {
      parameters: 8e9,
      layers: 32,
      attentionWidth: 4096,
      weightBytes: 16e9,
      kvBytesPerToken: 131_072,
      peakFlops: 1e15,
      peakBytesPerSecond: 3e12,
    },
    ...change,
  } as Scenario
  return { ...log, readings: [...watts, ...servers, ...running], manifest: { ...log.manifest, scenario } }
}

describe('the economy of a run', () => {
  test('is in every metric of its catalog', async () => {
    const analysis = await analyze(meteredLog())
    const emitted = new Set(analysis.figures.map(({ metric }) => metric))
    const catalog = Object.keys({ ...ECONOMY_METRICS, ...ATTRIBUTION_METRICS }) as (keyof typeof ECONOMY_METRICS)[]
    assert.deepEqual(
      catalog.filter((metric) => !emitted.has(metric)),
      ['cost.kill'],
    )
  })

  test('divides what the window took by what came in it', async () => {
    const analysis = await analyze(meteredLog())
    const value = (metric: Parameters<typeof figureValue>[1]) => figureValue(analysis, metric)
    assert.ok(near(value('energy.window'), 30_000, 1e-9))
    assert.ok(near(value('energy.window.net'), 24_000, 1e-9))
    assert.ok(near(value('energy.facility'), 36_000, 1e-9))
    assert.ok(near(value('joules.per-token.output'), 5, 1e-9))
    assert.ok(near(value('joules.per-token.total'), 30_000 / 9000, 1e-9))
    assert.ok(near(value('joules.per-token.output.net'), 4, 1e-9))
    assert.ok(near(value('joules.per-request'), 500, 1e-9))
    assert.ok(near(value('tokens.per-joule.good'), 0.2, 1e-9))
    assert.ok(near(value('carbon.window'), (36_000 / 3.6e6) * 300, 1e-9))
    assert.ok(near(value('carbon.per-mtok.output'), (3 / 6000) * 1e6, 1e-9))
    assert.ok(near(value('carbon.embodied'), 1, 1e-9))
  })

  test('prints the uncertainty of the energy with each figure of it', async () => {
    const analysis = await analyze(meteredLog())
    const { energy } = analysis.economy
    assert.ok(energy !== null && !('refused' in energy))
    const interval = findFigure(analysis, 'joules.per-token.output', 'value')?.interval
    assert.ok(near(interval?.high ?? 0, (30_000 + energy.u) / 6000, 1e-9))
    assert.ok(near(interval?.low ?? 0, (30_000 - energy.u) / 6000, 1e-9))
  })

  test('has no joules and no carbon where the meter is refused', async () => {
    const energy = {
      scope: 'gpu',
      meters: null,
      exclusive: true,
      pue: null,
      idleWatts: null,
      meterError: null,
    } as const
    const analysis = await analyze(meteredLog({ energy }))
    assert.equal(analysis.economy.carbon, null)
    assert.ok(!analysis.figures.some(({ metric }) => /joule|energy|carbon/.test(metric)))
  })

  test('holds the cost of every kill, as a lower bound where one was not over', () => {
    const impact = {
      fault: 'kill',
      round: 0,
      replica: 'b',
      lost: { untilHold: 3, atLeast: true },
      reference: { goodput: 1 },
    }
    const { figures } = keepAccounts(meteredLog(), sliceOf(), [impact as Impact])
    const kill = figures.find(({ metric }) => metric === 'cost.kill')
    assert.ok(near(kill?.value ?? 0, (60 / 3600) * 3, 1e-12))
    assert.equal(kill?.atLeast, true)
  })
})

function sliceOf() {
  const { manifest, requests } = meteredLog()
  const window = { from: fromSeconds(20), to: fromSeconds(80) }
  const none = new Float64Array(requests.rows)
  const view = { manifest, requests, window, flow: { inWindow: none }, good: new Uint8Array(requests.rows) }
  return { view, everything: new Int32Array(0), over: { phase: 'measure', ...window } } as unknown as Parameters<
    typeof keepAccounts
  >[1]
}
