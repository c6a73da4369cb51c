import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseOverride } from '../../src/scenario/overrides.ts'
import { issues, type Mapping, resolve } from './minimal.ts'

const set = (text: string, parts: Mapping = {}) => resolve(parts, { overrides: [parseOverride(text)] }).scenario

describe('an override', () => {
  test('is read like a value of the file', () => {
    assert.equal(set('load.seed.schedule=7').load.seed.schedule, '7')
    assert.equal(set('load.seed.schedule=16159082839903944936').load.seed.schedule, '16159082839903944936')
    assert.equal(set('request.salt=false').request.salt, false)
    assert.deepEqual(set('slo.request=[ttft <= 1s]').slo.request.length, 1)
    assert.equal(set('request.extra.top_p=0.9').request.extra.top_p, 0.9)
    assert.equal(set('name=a=b').name, 'a=b')
  })

  test('reaches a single target and one of a list', () => {
    assert.equal(set('targets.model=m').targets[0].model, 'm')
    assert.equal(set('targets[0].model=m').targets[0].model, 'm')
    const targets = [{ url: 'http://a' }, { url: 'http://b' }]
    assert.equal(set('targets.1.model=m', { targets }).targets[1].model, 'm')
  })

  test('takes away what says the same in another way', () => {
    const closed = { load: { concurrency: 4, think: '1s', duration: '1s' } }
    assert.equal(set('load.rate=5/s', closed).load.loop, 'open')
    assert.equal(set('load.concurrency=3').load.loop, 'closed')
    const mlperf = { load: { scenario: 'server', duration: '1s', mlperf: { target_qps: 3, schedule_rng_seed: '1' } } }
    const faster = set('load.rate=9/s', mlperf).load
    assert.ok(faster.loop === 'mlperf')
    assert.equal(faster.mlperf.target_qps, 9)
    const trace = { dataset: { azure: { path: 'x.csv' } }, load: { arrivals: 'trace', trace: { scale: 2 } } }
    const replay = set('load.rate=9/s', trace).load
    assert.ok(replay.loop === 'open' && replay.arrivals.kind === 'trace')
    assert.deepEqual([replay.arrivals.rate, replay.arrivals.scale], [9, 1])
    assert.equal(set('load.seed.schedule=7', mlperf).load.seed.schedule, '7')
  })

  test('of a bound replaces the one on the same figure, and joins the others', () => {
    const slo = { request: ['ttft <= 1s'], run: ['failed <= 1%', 'p99(ttft) <= 2s'] }
    const texts = ['p99( ttft ) <= 500ms', 'attainment >= 90%', 'ttft <= 300ms', 'latency <= 9s']
    const overrides = texts.map((value) => ({ path: 'slo', value, flag: '--slo' }))
    const bounds = resolve({ slo }, { overrides }).scenario.slo
    assert.deepEqual(
      bounds.run.map(({ text }) => text),
      ['failed <= 1%', 'p99(ttft) <= 500ms', 'attainment >= 90%'],
    )
    assert.deepEqual(
      bounds.request.map(({ text }) => text),
      ['ttft <= 300ms', 'latency <= 9s'],
    )
  })

  test('reaches into faults, probes and prices, and finds a bound by either spelling', () => {
    const faults = [{ signal: 'KILL', at: '20s' }]
    assert.deepEqual(set('faults[0].at=5s', { faults }).faults[0].when, { kind: 'at', at: 5e9 })
    assert.equal(set('allowFaults=true', { faults }).allowFaults, true)
    assert.equal(set('fleet.balance=random').fleet.balance.policy, 'random')
    assert.equal(set('probes=[{metrics: true, every: 2s}]').probes[0].every, 2e9)
    const slo = { run: ['lost(requests) <= 10'] }
    const overrides = [{ path: 'slo', value: 'lost.requests <= 3', flag: '--slo' }]
    assert.deepEqual(
      resolve({ slo }, { overrides }).scenario.slo.run.map(({ text }) => text),
      ['lost.requests <= 3'],
    )
  })

  test('that is wrong names its flag', () => {
    const [rate] = issues({}, { overrides: [{ path: 'load.rate', value: '20', flag: '--rate' }] })
    assert.deepEqual(rate.place, { file: '--rate', source: '--rate 20' })
    assert.match(rate.message, /expected a rate/)

    const [slo] = issues({}, { overrides: [{ path: 'slo', value: 'p99(tfft) <= 1s', flag: '--slo' }] })
    assert.equal(slo.place?.file, '--slo')
    assert.equal(slo.hint, 'did you mean ttft?')

    const [key] = issues({}, { overrides: [parseOverride('load.sed.schedule=7')] })
    assert.deepEqual(key.place, { file: '--set', source: '--set load.sed.schedule=7' })
    assert.equal(key.hint, 'did you mean seed?')

    assert.throws(() => parseOverride('load.rate'), /--set: expected key=value, got load.rate/)
    assert.throws(() => set('load.rate.per=3'), /load.rate|rate is a single value/)
  })

  test('with a secret does not repeat it', () => {
    const [issue] = issues({}, { overrides: [parseOverride('targets.apiKey=sk-secret')] })
    assert.ok(!JSON.stringify([issue.message, issue.place]).includes('sk-secret'))
  })
})
