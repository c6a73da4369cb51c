import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Failure } from '../../../src/base/failure.ts'
import { fromSeconds } from '../../../src/base/nanos.ts'
import type { Arrivals } from '../../../src/model/scenario.ts'
import { ARRIVALS } from '../../../src/run/arrivals/index.ts'
import { arrivalsContract, type Case, take } from './contract.ts'

const step = (rate: number, seconds: number) => ({ shape: 'step' as const, rate, duration: fromSeconds(seconds) })
const ramp = (rate: number, seconds: number) => ({ shape: 'ramp' as const, rate, duration: fromSeconds(seconds) })
const shape = [ramp(200, 10), step(200, 5), step(50, 10), ramp(0, 5)]
const stamps = Float64Array.from([0, 0, 5, 5, 5, 9, 20], (seconds) => seconds * 1e9)

const CASES: Case[] = [
  { name: 'constant', spec: { kind: 'constant', rate: 30 }, seconds: 10, expected: 300, deviation: 0 },
  { name: 'poisson', spec: { kind: 'poisson', rate: 100 }, seconds: 50, expected: 5000, deviation: Math.sqrt(5000) },
  ...[0.25, 1, 4].map((burstiness) => ({
    name: `gamma of burstiness ${burstiness}`,
    spec: { kind: 'gamma' as const, rate: 100, burstiness },
    seconds: 50,
    expected: 5000,
    deviation: Math.sqrt(5000 / burstiness),
  })),
  {
    name: 'stages of even gaps',
    spec: { kind: 'stages', stages: shape, gaps: 'constant' },
    seconds: 30,
    expected: 2625,
    deviation: 0,
  },
  {
    name: 'stages of Poisson gaps',
    spec: { kind: 'stages', stages: shape, gaps: 'poisson' },
    seconds: 30,
    expected: 2625,
    deviation: Math.sqrt(2625),
  },
  {
    name: 'trace',
    spec: { kind: 'trace', path: null, unit: null, scale: 1, rate: null },
    stamps,
    seconds: 10,
    expected: 6,
    deviation: 0,
  },
]
for (const one of CASES) arrivalsContract(one)

test('every kind of arrivals is held to the contract', () => {
  assert.deepEqual([...new Set(CASES.map(({ spec }) => spec.kind))].sort(), Object.keys(ARRIVALS).sort())
})

describe('constant arrivals', () => {
  test('have no error that adds up, at any rate', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 2000 }), (rate, n) => {
        const due = take({ kind: 'constant', rate }, null, '0', n / rate)
        const exact = Array.from(
          { length: due.length },
          (_, i) => (BigInt(i) * 2_000_000_000n + BigInt(rate)) / (2n * BigInt(rate)),
        )
        assert.deepEqual(due.map(BigInt), exact)
      }),
    )
  })
})

describe('Poisson and gamma arrivals', () => {
  test('only stretch with the rate', () => {
    const slow = take({ kind: 'poisson', rate: 1 }, null, '9', 100)
    const fast = take({ kind: 'poisson', rate: 100 }, null, '9', 1)
    assert.equal(fast.length, slow.length)
    assert.ok(slow.every((at, i) => Math.abs(at / 100 - fast[i]) <= 1))
  })

  test('have the coefficient of variation their burstiness asks for', () => {
    for (const [spec, expected] of [
      [{ kind: 'poisson', rate: 100 }, 1],
      [{ kind: 'gamma', rate: 100, burstiness: 0.25 }, 2],
      [{ kind: 'gamma', rate: 100, burstiness: 16 }, 0.25],
    ] as const) {
      const due = take(spec, null, '10', 200)
      const gaps = due.slice(1).map((at, i) => at - due[i])
      const mean = gaps.reduce((a, b) => a + b) / gaps.length
      const variance = gaps.reduce((a, b) => a + (b - mean) ** 2, 0) / gaps.length
      assert.ok(Math.abs(Math.sqrt(variance) / mean / expected - 1) < 0.06)
    }
  })
})

describe('stages', () => {
  const even = (stages: Parameters<typeof stagesOf>[0], seconds: number) => take(stagesOf(stages), null, '0', seconds)
  const stagesOf = (stages: Extract<Arrivals, { kind: 'stages' }>['stages']): Arrivals => ({
    kind: 'stages',
    stages,
    gaps: 'constant',
  })

  test('of a ramp from rest bring the i-th query at the square root of its share', () => {
    const due = even([ramp(10, 10)], 10)
    assert.equal(due.length, 50)
    for (const [i, at] of due.entries()) assert.ok(Math.abs(at - Math.sqrt(2 * i) * 1e9) <= 1)
  })

  test('split the count of a stage exactly', () => {
    const due = even([step(10, 2), step(0, 3), step(4, 5)], 10)
    assert.equal(due.filter((at) => at < 2e9).length, 20)
    assert.equal(due.filter((at) => at >= 2e9 && at < 5e9).length, 0)
    assert.equal(due.filter((at) => at >= 5e9).length, 20)
    assert.equal(due[20], 5e9)
  })

  test('hold their last rate, and end when it is zero', () => {
    assert.equal(even([step(10, 1)], 3).length, 30)
    assert.equal(even([step(10, 1), ramp(0, 1)], 1000).length, 15)
  })

  test('never decrease, whatever their shape', () => {
    const stage = fc.record({
      shape: fc.constantFrom('step' as const, 'ramp' as const),
      rate: fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 500, noNaN: true })),
      duration: fc.integer({ min: 0, max: 3_000_000_000 }).map((ns) => fromSeconds(ns / 1e9)),
    })
    fc.assert(
      fc.property(fc.array(stage, { minLength: 1, maxLength: 6 }), (stages) => {
        const due = take({ kind: 'stages', stages, gaps: 'poisson' }, null, '1', 20)
        assert.ok(due.every((at, i) => Number.isSafeInteger(at) && (i === 0 || at >= due[i - 1])))
      }),
      { numRuns: 50 },
    )
  })
})

describe('a trace', () => {
  const replay = (scale: number, rate: number | null) =>
    take({ kind: 'trace', path: null, unit: null, scale, rate }, stamps, '0', Number.POSITIVE_INFINITY)

  test('keeps its ties and gaps', () => {
    assert.deepEqual(replay(1, null), Array.from(stamps))
  })

  test('is stretched by its scale', () => {
    assert.deepEqual(
      replay(2, null),
      Array.from(stamps, (at) => at * 2),
    )
  })

  test('is brought to a mean rate', () => {
    assert.deepEqual(replay(1, 3), [0, 0, 0.5e9, 0.5e9, 0.5e9, 0.9e9, 2e9])
  })

  test('without stamps, or of one instant where a rate is asked, is refused', () => {
    assert.throws(() => take({ kind: 'trace', path: null, unit: null, scale: 1, rate: null }, null, '0', 1), Failure)
    const instant = new Float64Array(3)
    assert.throws(() => take({ kind: 'trace', path: null, unit: null, scale: 1, rate: 5 }, instant, '0', 1), /no rate/)
  })
})

test('arrivals that would stand still or run away are refused', () => {
  const specs: Arrivals[] = [
    { kind: 'constant', rate: 0 },
    { kind: 'poisson', rate: Number.POSITIVE_INFINITY },
    { kind: 'gamma', rate: 1, burstiness: 0 },
    { kind: 'stages', stages: [step(-1, 1)], gaps: 'constant' },
    { kind: 'trace', path: null, unit: null, scale: 0, rate: null },
  ]
  for (const spec of specs) assert.throws(() => take(spec, stamps, '0', 1), /expected a finite number/)
})
