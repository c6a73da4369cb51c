import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Arrivals } from '../../../src/model/scenario.ts'
import { startArrivals } from '../../../src/run/arrivals/index.ts'

export interface Case {
  name: string
  spec: Arrivals
  stamps?: Float64Array
  /** Expected arrivals in [0, seconds), and the standard deviation of their number. */
  seconds: number
  expected: number
  deviation: number
}

/** Everything an arrival process promises, whatever its kind. */
export function arrivalsContract({
  name,
  spec,
  stamps = new Float64Array(),
  seconds,
  expected,
  deviation,
}: Case): void {
  const due = (seed: string) => take(spec, stamps, seed, seconds)

  describe(name, () => {
    test('gives the same schedule for the same seed', () => {
      assert.deepEqual(due('1'), due('1'))
    })

    test('is a never decreasing series of whole nanoseconds from zero on', () => {
      let last = 0
      for (const at of due('2')) {
        assert.ok(Number.isSafeInteger(at) && at >= last, `${at} after ${last}`)
        last = at
      }
    })

    test('keeps its rate', () => {
      for (const seed of ['3', '4', '5']) {
        const count = due(seed).length
        assert.ok(Math.abs(count - expected) <= 4 * deviation + 1e-9, `${count} arrivals, ${expected} expected`)
      }
    })

    test('is the union of the strides of its workers', () => {
      const whole = due('6')
      const strides = [0, 1, 2].map((worker) => due('6').filter((_, query) => query % 3 === worker))
      const union = whole.map((_, query) => strides[query % 3][Math.floor(query / 3)])
      assert.deepEqual(union, whole)
    })

    if (deviation === 0) return
    test('gives another schedule for another seed', () => {
      assert.notDeepEqual(due('7'), due('8'))
    })
  })
}

export function take(spec: Arrivals, stamps: Float64Array | null, seed: string, seconds: number): number[] {
  const source = startArrivals(spec, { seed, stamps })
  const due: number[] = []
  for (let at = source.next(); at < seconds * 1e9; at = source.next()) due.push(at)
  return due
}
