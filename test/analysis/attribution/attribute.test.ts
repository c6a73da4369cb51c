import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { analyze } from '../../../src/analysis/analyze.ts'
import type { LogInput } from '../../../src/analysis/log-input.ts'
import { fromSeconds } from '../../../src/base/nanos.ts'
import type { Attribution } from '../../../src/model/attribution.ts'
import type { HardwareSettings } from '../../../src/model/economy-settings.ts'
import type { Reading } from '../../../src/model/run-log.ts'
import type { Scenario } from '../../../src/model/scenario.ts'
import type { SeriesName } from '../../../src/model/series.ts'
import { near, vector } from '../../stats/vectors.ts'
import { figureValue, findFigure } from '../find.ts'
import { fixtureLog, type RequestRow } from '../fixture-log.ts'
import { readingsOf, SCRAPE } from './readings.ts'

/** Ten requests to each of two replicas, one a second each, 1.25 s from send to end. Milliseconds. */
const REQUESTS: readonly RequestRow[] = ['a', 'b'].flatMap((replica, r) =>
  Array.from({ length: 10 }, (_, i) => ({
    request: r * 10 + i,
    replica,
    due: i * 1000 + 100,
    first: i * 1000 + 600,
    done: i * 1000 + 1350,
    tokens: 100,
    input: 50,
  })),
)

function metered(readings: readonly Reading[], change: Partial<Scenario> = {}, requests = REQUESTS): LogInput {
  const log = fixtureLog({ requests, window: [0, 12_000] })
  const scenario = {
    ...log.manifest.scenario,
    probes: [SCRAPE],
    fleet: { discover: null, gateway: false, behind: [] },
    ...change,
  }
  return { ...log, readings, manifest: { ...log.manifest, scenario: scenario as Scenario } }
}

async function attributionOf(log: LogInput): Promise<Attribution> {
  const { attribution } = await analyze(log)
  assert.ok(attribution !== null)
  return attribution
}

/** A counter that grows evenly over 12 s. */
const growing = (name: SeriesName, by: number, replica = 'a') =>
  readingsOf(
    name,
    Array.from({ length: 14 }, (_, i) => (Math.min(12, i) / 12) * by),
    { labels: { replica } },
  )

const mean = (series: 'e2e' | 'queue' | 'prefill' | 'decode', seconds: number, n = 10, replica = 'a') => [
  ...growing(`${series}.sum`, seconds * n, replica),
  ...growing(`${series}.count`, n, replica),
]

describe('where the time went', () => {
  test('def.ccr: from the counters of the servers and the client’s own times', async () => {
    const { input, expected } = vector('def.ccr')
    const analysis = await analyze(
      metered([
        ...mean('e2e', input.server_e2e / 1e3),
        ...mean('queue', input.queue / 1e3),
        ...mean('prefill', input.prefill / 1e3),
        ...mean('decode', input.decode / 1e3),
      ]),
    )
    const value = (metric: Parameters<typeof figureValue>[1]) => figureValue(analysis, metric)
    assert.ok(near(value('ccr'), expected.ccr, 1e-9))
    assert.ok(near(value('wait.ratio'), expected.wait_ratio, 1e-9))
    assert.ok(near(value('path.efficiency'), expected.path_efficiency, 1e-9))
    assert.ok(near(value('network.mean') / 50e6, 1, 1e-9))
  })

  test('weighs replicas by the requests they served, never by their means', async () => {
    const { times } = await attributionOf(metered([...mean('queue', 1, 30, 'a'), ...mean('queue', 0.2, 10, 'b')]))
    assert.equal(times.queue?.n, 40)
    assert.ok(near((times.queue?.mean ?? 0) / 1e9, 0.8, 1e-9))
  })

  test('is not said where the servers do not say it', async () => {
    const analysis = await analyze(metered(growing('tokens.output', 1000)))
    assert.equal(analysis.attribution?.times.queue, null)
    assert.equal(analysis.attribution?.shares.ccr, null)
    assert.equal(findFigure(analysis, 'ccr', 'value'), undefined)
  })

  test('keeps apart what one query says of several servers, and the restart of one of them', async () => {
    const of = (name: SeriesName, values: readonly number[], instance: string, more = {}) =>
      readingsOf(name, values, { labels: { instance, ...more } })
    const seconds = Array.from({ length: 14 }, (_, i) => i)
    const { preemptions, resets } = await attributionOf(
      metered([
        ...of('preemptions', seconds, 'one', { model_name: 'm' }),
        ...of(
          'preemptions',
          seconds.map((i) => 100 + 2 * i),
          'two',
          { model_name: 'm' },
        ),
        ...of(
          'process.start',
          seconds.map(() => 5),
          'one',
        ),
        ...of(
          'process.start',
          seconds.map((i) => (i < 6 ? 5 : 9)),
          'two',
        ),
      ]),
    )
    assert.deepEqual(resets, [{ source: 'servers', replica: null, at: 6e9 }])
    assert.ok(near(preemptions ?? 0, 12 + 5 * 2 + 112 + 6 * 2, 1e-9), String(preemptions))
  })

  test('is null without any outside meter', async () => {
    assert.equal((await analyze(fixtureLog({ requests: REQUESTS }))).attribution, null)
  })

  test('says how much the prefix cache hit and how often the server preempted', async () => {
    const readings = [...growing('cache.queries', 1000), ...growing('cache.hits', 250), ...growing('preemptions', 3)]
    const analysis = await analyze(metered(readings))
    assert.ok(near(figureValue(analysis, 'cache.hit-rate'), 0.25, 1e-9))
    assert.ok(near(figureValue(analysis, 'preemptions'), 3, 1e-9))
  })

  test('says which servers started again in the window', async () => {
    const fell = readingsOf('queue.sum', [1, 2, 3, 4, 5, 1, 2, 3], { labels: { replica: 'b' } })
    const counted = readingsOf('queue.count', [1, 2, 3, 4, 5, 1, 2, 3], { labels: { replica: 'b' } })
    const { resets } = await attributionOf(metered([...fell, ...counted]))
    assert.deepEqual(resets, [{ source: 'servers', replica: 'b', at: 5e9 }])
  })
})

describe('requests in flight on both sides', () => {
  test('differ by what is on the way, per replica and reading', async () => {
    // At x.5 s one request to a is in flight, at x.2 s after the first two are.
    const at = (second: number, name: SeriesName, value: number) =>
      readingsOf(name, [value], { from: second, labels: { replica: 'a' } })
    const readings = [
      ...at(5.5, 'requests.running', 1),
      ...at(5.5, 'requests.waiting', 0),
      ...at(6.2, 'requests.running', 0),
      ...at(6.2, 'requests.waiting', 1),
    ]
    const { inFlight } = await attributionOf(metered(readings))
    assert.deepEqual(inFlight, { mean: 0.5, max: 1, n: 2 })
  })

  test('are of the whole fleet where nobody names replicas', async () => {
    const { inFlight } = await attributionOf(metered(readingsOf('requests.running', [0], { from: 5.5, labels: {} })))
    assert.deepEqual(inFlight, { mean: 2, max: 2, n: 1 })
  })

  test('are compared only where all servers were read at one instant', async () => {
    const at = (second: number, instance: string) =>
      readingsOf('requests.running', [1], { from: second, labels: { instance } })
    const { inFlight } = await attributionOf(metered([...at(5.4, 'one'), ...at(5.5, 'one'), ...at(5.5, 'two')]))
    assert.deepEqual(inFlight, { mean: 0, max: 0, n: 1 })
  })
})

describe('output tokens by client and servers', () => {
  const counted = (by: number) => ['a', 'b'].flatMap((replica) => growing('tokens.output', by, replica))

  test('are compared over the whole run', async () => {
    const { tokens } = await attributionOf(metered(counted(1100)))
    assert.deepEqual([tokens?.client, Math.round(tokens?.server ?? 0)], [2000, 2200])
  })

  test('leave out what had ended before a counter was first read', async () => {
    const warmup: RequestRow = { request: 99, phase: 'warmup', due: -900, first: -800, done: -500, tokens: 70 }
    const { tokens } = await attributionOf(metered(counted(1000), {}, [warmup, ...REQUESTS]))
    assert.equal(tokens?.client, 2000)
    const open = await attributionOf(metered(counted(1000), {}, [{ ...warmup, done: 100 }, ...REQUESTS]))
    assert.equal(open.tokens, null)
  })

  test('are not where a counter was not read to the end, or began again', async () => {
    const short = await attributionOf(metered(counted(1000).filter(({ at }) => at < 8e9)))
    assert.equal(short.tokens, null)
    assert.match(short.tokensBecause ?? '', /whole run/)
    const fell = counted(1000).map((reading) =>
      reading.at >= 7e9 ? { ...reading, value: reading.value - 500 } : reading,
    )
    assert.match((await attributionOf(metered(fell))).tokensBecause ?? '', /started again/)
  })
})

describe('how well the hardware was used', () => {
  const hardware: HardwareSettings = {
    parameters: 1e9,
    layers: 0,
    attentionWidth: 0,
    weightBytes: 2e9,
    kvBytesPerToken: 1000,
    peakFlops: 1e12,
    peakBytesPerSecond: 1e12,
  }
  const targets = [{ name: 'a' }, { name: 'b' }] as unknown as Scenario['targets']

  test('is the work of the window over the peak of all replicas', async () => {
    const readings = [...growing('steps', 600, 'a'), ...growing('steps', 600, 'b')]
    const analysis = await analyze(metered(readings, { hardware, targets }))
    const flops = 20 * 2e9 * (50 + 99)
    assert.ok(near(figureValue(analysis, 'mfu') / (flops / (12 * 2e12)), 1, 1e-9))
    const bytes = 2e9 * 1200 + 20 * (99 * 50 + (99 * 100) / 2) * 1000
    assert.ok(near(figureValue(analysis, 'mbu') / (bytes / (12 * 2e12)), 1, 1e-9))
  })

  test('leaves out the matrix products of cached tokens', async () => {
    const log = metered([], { hardware, targets })
    log.requests.tokens_cached.fill(20)
    const analysis = await analyze(log)
    assert.ok(near(figureValue(analysis, 'mfu') / ((20 * 2e9 * (30 + 99)) / (12 * 2e12)), 1, 1e-9))
    assert.equal(analysis.attribution?.mbu, null)
  })
})

test('what reading the servers cost is said', async () => {
  const readings = [
    ...readingsOf('scrape.duration', [0.02, 0.04]),
    ...readingsOf('scrape.bytes', [1000, 3000]),
    ...readingsOf('scrape.failed', [1], { from: 1 }),
  ]
  const { scrapes } = await attributionOf(metered(readings))
  assert.deepEqual(scrapes, [
    { source: 'servers', readings: 2, failed: 1, duration: fromSeconds(0.03), share: 0.03, bytes: 2000 },
  ])
})
