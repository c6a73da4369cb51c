import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { nanos } from '../../../src/base/nanos.ts'
import { drawBlock } from '../../../src/cli/live/block.ts'
import { sampleReplica, sampleState } from './sample-state.ts'

const S = 1e9

describe('the block on a terminal', () => {
  test('says progress, rates, requests, percentiles and the generator’s health, each number with its unit', () => {
    assert.deepEqual(drawBlock(sampleState(), 80, false), [
      'chat release gate  measuring  1 min 12 s of 10 min',
      '━━━━━━────────────────────────────────────────────   12%  8 min 48 s left',
      'rate       offered 20/s  achieved 19.8/s  good 19.6/s  1,234 tok/s',
      'requests   12 in flight  1,420 ok  8 failed  1,440 issued  http_5xx 5  reset 3',
      'ttft       p50 120 ms  p99 431 ms',
      'itl        p50 11 ms  p99 38 ms',
      'generator  lag p99 210 µs  loop delay p99 400 µs  cpu 23% of a core',
    ])
  })

  test('a narrow window loses whole pieces, the least important first, and never half a number', () => {
    assert.deepEqual(drawBlock(sampleState(), 40, false), [
      'chat release gate  measuring',
      '━─────────   12%  8 min 48 s left',
      'rate       offered 20/s  achieved 19.8/s',
      'requests   12 in flight  1,420 ok',
      'ttft       p50 120 ms  p99 431 ms',
      'itl        p50 11 ms  p99 38 ms',
      'generator  lag p99 210 µs',
    ])
  })

  test('color dresses the same words', () => {
    const colored = drawBlock(sampleState(), 80, true)
    assert.deepEqual(colored.map(stripVTControlCharacters), drawBlock(sampleState(), 80, false))
    assert.ok(colored[3].includes('\x1b[31m8 failed\x1b[0m'), 'failures are red')
    assert.ok(colored[3].includes('\x1b[32m1,420 ok\x1b[0m'), 'answers are green')
  })

  test('without a stream there is latency, and no token gaps', () => {
    const lines = drawBlock(sampleState({ ttft: null, itl: null, failures: [] }), 80, false)
    assert.deepEqual(lines.slice(3, 5), [
      'requests   12 in flight  1,420 ok  1,440 issued',
      'latency    p50 2.20 s  p99 4.40 s',
    ])
  })

  test('a count of requests gives a time left that is called a guess', () => {
    const progress = { by: 'requests', share: 0.25, left: 90 * S, total: 24_576 } as const
    const [title, bar] = drawBlock(sampleState({ progress, done: 6144 }), 80, false)
    assert.equal(title, 'chat release gate  measuring  6,144 of 24,576 requests  1 min 12 s')
    assert.match(bar, / 25% {2}about 1 min 30 s left$/)
  })

  test('where nobody knows the end there is no bar', () => {
    const progress = { by: 'nothing', share: Number.NaN, left: Number.NaN, total: Number.NaN } as const
    const lines = drawBlock(sampleState({ progress }), 80, false)
    assert.equal(lines[0], 'chat release gate  measuring  1 min 12 s')
    assert.match(lines[1], /^rate/)
  })

  test('before the first request only what is being prepared is said', () => {
    assert.deepEqual(drawBlock(sampleState({ stage: 'preparing' }), 80, false), [
      'chat release gate  reading the dataset, drawing the plan, connecting',
    ])
  })

  test('percentiles of too few values, and of failures, say so', () => {
    const few = { n: 3, p50: 1e6, p99: Number.POSITIVE_INFINITY }
    const many = { n: 1000, p50: 1e6, p99: Number.POSITIVE_INFINITY }
    const none = { n: 0, p50: Number.NaN, p99: Number.NaN }
    const ttft = (spread: typeof few) => drawBlock(sampleState({ ttft: spread }), 80, false)[4]
    assert.equal(ttft(few), 'ttft       p50 1 ms (few)  p99 ∞ (failures; few)')
    assert.equal(ttft(many), 'ttft       p50 1 ms  p99 ∞ (failures)')
    assert.equal(ttft(none), 'ttft       p50 –  p99 –')
  })

  test('a generator that is too late says which limit it broke', () => {
    const generator = { lagP99: nanos(20e6), loopDelayP99: nanos(1e6), cpu: 0.99 }
    const line = drawBlock(sampleState({ generator }), 80, true)[6]
    assert.ok(line.includes('\x1b[33mlag p99 20 ms over its limit of 10 ms\x1b[0m'))
  })

  test('a scenario’s name cannot move the cursor', () => {
    const [title] = drawBlock(sampleState({ name: 'evil\x1b[2J\nname' }), 80, false)
    assert.match(title, /^evil\\x1b\[2J\\nname {2}/)
  })

  const fleet = [
    sampleReplica('replica-0', { inFlight: 14, share: 0.5 }),
    sampleReplica('replica-1', {
      state: 'faulted',
      inFlight: 0,
      share: 0,
      failed: 12,
      good: 0,
      wait: { n: 400, p50: Number.POSITIVE_INFINITY, p99: Number.POSITIVE_INFINITY },
    }),
    sampleReplica('replica-2', { state: 'out', share: 0.5, failed: 1 }),
  ]

  test('of several replicas each has its line, in columns', () => {
    assert.deepEqual(drawBlock(sampleState({ replicas: fleet }), 100, false).slice(7), [
      'replicas   1 in  1 out  1 faulted  imbalance 1.50 max/mean',
      '  replica-0  in       14 in flight  50% of load   0 failed  ttft p50 120 ms        good 6.50/s',
      '  replica-1  faulted   0 in flight   0% of load  12 failed  ttft p50 ∞ (failures)  good 0/s',
      '  replica-2  out       4 in flight  50% of load   1 failed  ttft p50 120 ms        good 6.50/s',
    ])
    assert.deepEqual(drawBlock(sampleState({ replicas: fleet, ttft: null }), 40, false).slice(-2), [
      '  replica-1  faulted   0 in flight',
      '  replica-2  out       4 in flight',
    ])
  })

  test('color says which replica is in trouble, in the same words', () => {
    const state = sampleState({ replicas: fleet })
    const colored = drawBlock(state, 100, true)
    assert.deepEqual(colored.map(stripVTControlCharacters), drawBlock(state, 100, false))
    assert.ok(colored[8].includes('\x1b[32min     \x1b[0m'))
    assert.ok(colored[9].includes('\x1b[33mfaulted\x1b[0m') && colored[9].includes('\x1b[31m12 failed\x1b[0m'))
    assert.ok(colored[10].includes('\x1b[31mout    \x1b[0m'))
  })

  test('of many replicas the eight worst are shown in the order of the fleet, and the others counted', () => {
    const replicas = Array.from({ length: 20 }, (_, i) => sampleReplica(`r${i}`))
    replicas[3].failed = 1
    replicas[11].wait.p50 *= 2
    replicas[17].state = 'out'
    replicas[19].state = 'faulted'
    const lines = drawBlock(sampleState({ replicas }), 80, false).slice(8)
    assert.deepEqual(
      lines.map((line) => line.trim().split(' ', 1)[0]),
      ['r0', 'r1', 'r2', 'r3', 'r4', 'r11', 'r17', 'r19', 'and'],
    )
    assert.equal(lines[8], '  and 12 more')
  })

  test('a long name keeps its end, and none can move the cursor', () => {
    const replicas = [sampleReplica('vllm-llama-3-70b-7f8d9c5b6-abcde'), sampleReplica('evil\x1b[2J')]
    const [long, evil] = drawBlock(sampleState({ replicas }), 80, false).slice(8)
    assert.match(long, /^ {2}…\S{17}-abcde {2}in/)
    assert.match(evil, /^ {2}evil\\x1b\[2J /)
  })

  test('no line is ever wider than the window, and there are at most seventeen', () => {
    const number = fc.oneof(fc.double({ min: 0, max: 1e13 }), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY))
    const count = fc.nat(1e9)
    const spread = fc.record({ n: count, p50: number, p99: number })
    const replica = fc.record({
      name: fc.string(),
      state: fc.constantFrom('in', 'out', 'faulted'),
      inFlight: fc.oneof(count, fc.constant(Number.NaN)),
      share: number,
      failed: count,
      good: number,
      wait: spread,
    })
    const state = fc.record({
      replicas: fc.array(replica, { maxLength: 12 }),
      rates: fc.record({ offered: number, achieved: number, good: number, tokens: number }),
      progress: fc.record({
        by: fc.constantFrom('time', 'requests', 'nothing'),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
        left: fc.double({ min: 0, max: 1e15, noNaN: true }),
        total: fc.double({ min: 0, max: 1e15, noNaN: true }),
      }),
      stage: fc.constantFrom('preparing', 'warm-up', 'measuring', 'tail', 'draining', 'ended'),
      ttft: fc.option(spread),
      latency: spread,
      issued: count,
      inFlight: count,
    })
    fc.assert(
      fc.property(state, fc.integer({ min: 1, max: 200 }), (changes, width) => {
        const lines = drawBlock(sampleState(changes as never), width, true).map(stripVTControlCharacters)
        assert.ok(lines.length <= 17)
        for (const line of lines) assert.ok(line.length <= width, `${line.length} > ${width}: ${line}`)
      }),
    )
  })
})
