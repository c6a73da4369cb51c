import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { register } from 'prom-client'
import { EXIT, Failure } from '../../../src/base/failure.ts'
import { nanos } from '../../../src/base/nanos.ts'
import { BucketHistogram } from '../../../src/cli/live/metrics/bucket-histogram.ts'
import { openMetricsEndpoint } from '../../../src/cli/live/metrics/endpoint.ts'
import { parseListenAddress } from '../../../src/cli/live/metrics/listen-address.ts'
import { RunMetrics } from '../../../src/cli/live/metrics/run-metrics.ts'
import type { Fault, FaultStep } from '../../../src/model/fault.ts'
import type { Scenario } from '../../../src/model/scenario.ts'
import { type RequestRow, requestColumns, type TokenRow, tokenColumns } from '../../analysis/fixture-log.ts'
import { liveScenario } from './live-scenario.ts'
import { sampleFleet } from './sample-fleet.ts'

const GAUGES = { inFlight: () => 12, offeredRate: () => 19.5 }

function metrics(changes: Partial<Scenario> = {}) {
  const made = new RunMetrics(liveScenario(changes), { fingerprint: 'ab12', version: '1.2.3' }, GAUGES)
  const take = (requests: readonly RequestRow[], tokens: readonly TokenRow[] = []) =>
    made.take({ requests: requestColumns(requests), tokens: tokenColumns(tokens) })
  const lines = async () => (await made.registry.metrics()).split('\n')
  return { made, take, lines }
}

async function assertLines({ lines }: ReturnType<typeof metrics>, wanted: readonly string[]): Promise<void> {
  const all = await lines()
  for (const line of wanted) assert.ok(all.includes(line), `no line ${line} in\n${all.join('\n')}`)
}

describe('metrics for Prometheus', () => {
  test('requests are counted by outcome and replica, over batches', async () => {
    const run = metrics()
    run.take([
      { due: 0, first: 1, done: 2 },
      { due: 0, first: 1, done: 2, replica: 'b' },
      { due: 0, done: 2, replica: null, outcome: 'not_sent' },
      { request: -1, due: -5, first: -4, done: -3 },
    ])
    run.take([{ due: 0, done: 2, outcome: 'http_5xx', replica: 'b' }])
    await assertLines(run, [
      'tailgate_requests_total{outcome="ok",replica="a"} 1',
      'tailgate_requests_total{outcome="ok",replica="b"} 1',
      'tailgate_requests_total{outcome="not_sent",replica=""} 1',
      'tailgate_requests_total{outcome="http_5xx",replica="b"} 1',
    ])
  })

  test('a target that has not answered yet has a series, so that its rate can be taken', async () => {
    await assertLines(metrics(), [
      'tailgate_requests_total{outcome="ok",replica="a"} 0',
      'tailgate_ttft_seconds_count{replica="a"} 0',
      'tailgate_latency_seconds_count{replica="a"} 0',
    ])
  })

  test('first token and latency are of ok requests, in seconds, in cumulative buckets', async () => {
    const run = metrics()
    run.take([
      { due: 0, first: 60, done: 2000 },
      { due: 0, first: 100, done: 3000 },
      { due: 0, first: 400, done: 4000, outcome: 'truncated' },
    ])
    await assertLines(run, [
      '# TYPE tailgate_ttft_seconds histogram',
      'tailgate_ttft_seconds_bucket{le="0.05",replica="a"} 0',
      'tailgate_ttft_seconds_bucket{le="0.1",replica="a"} 2',
      'tailgate_ttft_seconds_bucket{le="+Inf",replica="a"} 2',
      'tailgate_ttft_seconds_sum{replica="a"} 0.16',
      'tailgate_ttft_seconds_count{replica="a"} 2',
      'tailgate_latency_seconds_sum{replica="a"} 5',
    ])
  })

  test('each replica has its own histograms, as has what nobody names', async () => {
    const run = metrics()
    run.take([
      { due: 0, first: 60, done: 2000 },
      { due: 0, first: 100, done: 3000, replica: 'b' },
      { due: 0, first: 300, done: 4000, replica: null },
    ])
    await assertLines(run, [
      'tailgate_ttft_seconds_sum{replica="a"} 0.06',
      'tailgate_ttft_seconds_sum{replica="b"} 0.1',
      'tailgate_ttft_seconds_sum{replica=""} 0.3',
      'tailgate_latency_seconds_bucket{le="+Inf",replica="b"} 1',
    ])
  })

  test('names of replicas are as many as a run can have; all others are one', async () => {
    const { made, lines } = metrics()
    const columns = requestColumns(Array.from({ length: 300 }, () => ({ due: 0, first: 1, done: 2 })))
    columns.replica.set(Array.from({ length: 300 }, (_, row) => row))
    const replica = Array.from({ length: 300 }, (_, i) => `pod-${i}`)
    made.take({ requests: { ...columns, tables: { ...columns.tables, replica } }, tokens: tokenColumns([]) })
    const counted = (await lines()).filter((line) => line.startsWith('tailgate_latency_seconds_count'))
    assert.equal(counted.length, 257)
    assert.equal(counted.at(-1), 'tailgate_latency_seconds_count{replica="(others)"} 45')
  })

  test('each replica has its requests in flight, and is in rotation or out of it', async () => {
    const run = metrics()
    const replicas = [
      { name: 'a', inFlight: 3 },
      { name: 'b', inFlight: 0 },
    ]
    run.made.follow(sampleFleet(replicas))
    const event = { at: nanos(1), kind: 'target', replica: 'b', because: '' } as const
    run.made.event({ ...event, state: 'ejected' })
    await assertLines(run, [
      'tailgate_replica_in_flight{replica="a"} 3',
      'tailgate_replica_in_rotation{replica="a"} 1',
      'tailgate_replica_in_rotation{replica="b"} 0',
      'tailgate_requests_total{outcome="ok",replica="b"} 0',
    ])
    run.made.event({ ...event, state: 'admitted' })
    replicas[0].inFlight = 1
    await assertLines(run, ['tailgate_replica_in_flight{replica="a"} 1', 'tailgate_replica_in_rotation{replica="b"} 1'])
  })

  test('a fault is active from when it is issued until it is over', async () => {
    const run = metrics({ faults: [{ name: 'kill', which: { replica: 'a' } } as Fault] })
    const step = (replica: string, step: FaultStep) =>
      run.made.event({ at: nanos(1), kind: 'fault', fault: 'kill', round: 0, replica, step, method: '', because: '' })
    await assertLines(run, ['tailgate_fault_active{fault="kill",replica="a"} 0'])
    step('b', 'issued')
    await assertLines(run, [
      'tailgate_fault_active{fault="kill",replica="a"} 0',
      'tailgate_fault_active{fault="kill",replica="b"} 1',
    ])
    step('b', 'undone')
    await assertLines(run, ['tailgate_fault_active{fault="kill",replica="b"} 0'])
  })

  test('gaps between tokens, and tokens, are counted by read', async () => {
    const run = metrics()
    run.take(
      [{ due: 0, first: 60, done: 2000, tokens: 9 }],
      [
        { request: 0, at: 60, gap: null, events: 2, tokens: 3 },
        { request: 0, at: 90, gap: 30, events: 1, tokens: 1 },
      ],
    )
    await assertLines(run, [
      'tailgate_tokens_total 4',
      'tailgate_inter_token_seconds_bucket{le="0.0005"} 1',
      'tailgate_inter_token_seconds_bucket{le="0.025"} 1',
      'tailgate_inter_token_seconds_bucket{le="0.03"} 2',
      'tailgate_inter_token_seconds_count 2',
    ])
  })

  test('where not every read is logged, tokens are counted with their answer', async () => {
    const run = metrics({ log: { tokens: 'none', sample: 1, dir: 'reports' } })
    run.take([{ due: 0, first: 60, done: 2000, tokens: 9 }])
    await assertLines(run, ['tailgate_tokens_total 9'])
  })

  test('each bound of the scenario is the end of a bucket', async () => {
    const slo: Scenario['slo'] = {
      request: [{ text: 'ttft <= 420ms', metric: 'ttft', limit: 420e6 }],
      run: [{ text: 'p99(itl) <= 33ms', metric: 'itl', stat: 'p99', compare: '<=', limit: 33e6 }],
    }
    await assertLines(metrics({ slo }), [
      'tailgate_ttft_seconds_bucket{le="0.42",replica="a"} 0',
      'tailgate_inter_token_seconds_bucket{le="0.033"} 0',
    ])
  })

  test('gauges are read at each scrape, and the generators’ health by worker', async () => {
    const run = metrics()
    run.made.event({
      at: nanos(1e9),
      kind: 'generator',
      worker: 1,
      lagP99: nanos(2e6),
      loopDelayP99: nanos(3e6),
      cpu: 0.25,
      inFlight: 3,
      rss: 1,
    })
    await assertLines(run, [
      'tailgate_in_flight 12',
      'tailgate_offered_rate 19.5',
      'tailgate_generator_lag_seconds{worker="1"} 0.002',
      'tailgate_generator_loop_delay_seconds{worker="1"} 0.003',
      'tailgate_generator_cpu_ratio{worker="1"} 0.25',
      'tailgate_run_info{scenario="chat release gate",fingerprint="ab12",version="1.2.3"} 1',
    ])
  })

  test('a rate that is not known yet is zero', async () => {
    const made = new RunMetrics(
      liveScenario(),
      { fingerprint: '', version: '' },
      { inFlight: () => 0, offeredRate: () => Number.NaN },
    )
    assert.match(await made.registry.metrics(), /^tailgate_offered_rate 0$/m)
  })

  test('nothing is put into the process’s own registry', async () => {
    metrics()
    assert.equal((await register.metrics()).trim(), '')
  })

  test('docs/live-metrics.md lists exactly these metrics', async () => {
    const { made } = metrics()
    const names = made.registry.getMetricsAsArray().map(({ name }) => name)
    const page = readFileSync(new URL('../../../docs/live-metrics.md', import.meta.url), 'utf8')
    const listed = [...page.matchAll(/^\| `(tailgate_[a-z_]+)/gm)].map(([, name]) => name)
    assert.deepEqual(listed.sort(), names.sort())
  })
})

describe('a histogram for many values', () => {
  test('counts each value in the first bucket that reaches it', async () => {
    const values = fc.array(fc.double({ min: 0, max: 2e9, noNaN: true }), { minLength: 1 })
    await fc.assert(
      fc.asyncProperty(values, async (given) => {
        const histogram = new BucketHistogram('h', 'help', [1e9, 1e6, 5e8, 1e6])
        for (const value of given) histogram.of('').observe(value)
        const counted = (await histogram.get()).values.slice(0, 4).map(({ value }) => value)
        const reach = [1e6, 5e8, 1e9, Number.POSITIVE_INFINITY]
        assert.deepEqual(
          counted,
          reach.map((bound) => given.filter((value) => value <= bound).length),
        )
      }),
    )
  })

  test('a missing value is no value', async () => {
    const histogram = new BucketHistogram('h', 'help', [1e6])
    histogram.of('').observe(Number.NaN)
    assert.deepEqual(
      (await histogram.get()).values.map(({ value }) => value),
      [0, 0, 0, 0],
    )
  })
})

describe('the address of the metrics', () => {
  test('a bare port means every interface; a host is kept', () => {
    assert.deepEqual(parseListenAddress(':9464'), { host: '0.0.0.0', port: 9464 })
    assert.deepEqual(parseListenAddress('9464'), { host: '0.0.0.0', port: 9464 })
    assert.deepEqual(parseListenAddress('127.0.0.1:0'), { host: '127.0.0.1', port: 0 })
    assert.deepEqual(parseListenAddress('meter.example:80'), { host: 'meter.example', port: 80 })
    assert.deepEqual(parseListenAddress('[::1]:9464'), { host: '::1', port: 9464 })
  })

  test('what is none is refused with an example', () => {
    for (const text of ['', ':', ':port', '70000', ':65536', 'host:', 'http://a:1', '::1', 'a b:1']) {
      assert.throws(() => parseListenAddress(text), { code: 'metrics.address', exit: EXIT.usage }, text)
    }
  })
})

describe('the endpoint', () => {
  const open = (address: string) => openMetricsEndpoint(address, liveScenario(), GAUGES)

  test('answers a scrape in the text format, and elsewhere says where the metrics are', async (t) => {
    const endpoint = await open('127.0.0.1:0')
    t.after(() => endpoint.close())
    endpoint.take({ requests: requestColumns([{ due: 0, first: 1, done: 2 }]), tokens: tokenColumns([]) })
    const scrape = await fetch(endpoint.url)
    assert.equal(scrape.status, 200)
    assert.match(scrape.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/)
    assert.match(await scrape.text(), /^tailgate_requests_total\{outcome="ok",replica="a"\} 1$/m)
    const elsewhere = await fetch(new URL('/', endpoint.url))
    assert.deepEqual([elsewhere.status, await elsewhere.text()], [404, 'metrics are at /metrics\n'])
    const posted = await fetch(endpoint.url, { method: 'POST' })
    assert.equal(posted.status, 405)
    const head = await fetch(endpoint.url, { method: 'HEAD' })
    assert.deepEqual([head.status, await head.text()], [200, ''])
  })

  test('once closed it can be opened again at the same port', async () => {
    const first = await open('127.0.0.1:0')
    await (await fetch(first.url)).text()
    await first.close()
    const again = await open(new URL(first.url).host)
    assert.equal(again.url, first.url)
    await again.close()
  })

  test('a port in use is a usage error that names it', async (t) => {
    const holder = createServer()
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve))
    t.after(() => holder.close())
    const { port } = holder.address() as AddressInfo
    await assert.rejects(open(`127.0.0.1:${port}`), (error: unknown) => {
      assert.ok(error instanceof Failure)
      assert.deepEqual([error.code, error.exit], ['metrics.listen', EXIT.usage])
      assert.match(error.message, new RegExp(`port ${port} is in use`))
      return true
    })
  })

  test('an address of another host is a usage error', async () => {
    await assert.rejects(open('192.0.2.1:0'), { code: 'metrics.listen', exit: EXIT.usage })
  })
})
