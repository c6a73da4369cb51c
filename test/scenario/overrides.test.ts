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
    for (const path of ['targets.url', 'targets[0].url']) {
      assert.equal(set(`${path}=http://c`, { targets: undefined }).targets[0].url, 'http://c')
    }
    const targets = [{ url: 'http://a' }, { url: 'http://b' }]
    assert.equal(set('targets.1.model=m', { targets }).targets[1].model, 'm')
  })

  test('of a key of targets reaches each of a list, and names its own flag where it is wrong', () => {
    const targets = [{ url: 'http://a' }, { url: 'http://b', model: 'x' }]
    const models = set('targets.model=m', { targets }).targets.map(({ model }) => model)
    assert.deepEqual(models, ['m', 'm'])
    const [single] = issues({}, { overrides: [parseOverride('targets[0].url=nowhere')] })
    assert.deepEqual(single.place, { file: '--set', source: '--set targets[0].url=nowhere' })
  })

  test('does not win over another that says the same in another way', () => {
    const both = [
      { path: 'load.rate', value: '5/s', flag: '--rate' },
      { path: 'load.concurrency', value: '3', flag: '--concurrency' },
    ]
    for (const overrides of [both, both.toReversed()]) {
      assert.match(issues({}, { overrides })[0].message, /concurrency belongs to a closed loop|closed loop/)
    }
    const limits = [
      { path: 'load.duration', value: '5s', flag: '--duration' },
      { path: 'load.queries', value: '10', flag: '--queries' },
    ]
    const { load } = resolve({}, { overrides: limits }).scenario
    assert.ok(load.loop === 'open')
    assert.deepEqual([load.duration, load.queries], [5e9, 10])
  })

  test('leads somewhere', () => {
    const slo = { run: ['failed <= 1%'] }
    const wrong: [string, RegExp, Mapping?][] = [
      ['targets[1].url=http://b', /targets has keys, not entries by number/],
      ['slo.run[3]=failed <= 2%', /slo.run has 1 entry: 3 would leave a gap/, { slo }],
      ['slo.run.first=failed <= 2%', /slo.run is a list of 1 entry, not keys/, { slo }],
      ['load..rate=1/s', /load has no key ""/],
      ['=1', /expected key=value/],
      ['__proto__.x=1', /a scenario has no key "__proto__"/],
      ['load.constructor.prototype.x=1', /load has no key "constructor"/],
      ['extends=other.yaml', /what a scenario extends is read before/],
    ]
    for (const [text, message, parts] of wrong) assert.throws(() => set(text, parts), message)
    assert.equal(Object.hasOwn(Object.prototype, 'x'), false)
    assert.equal(set('slo.run[1]=attainment >= 90%', { slo }).slo.run.length, 2)
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
