import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { dipDepth, lostArea } from '../../../src/analysis/impact/dip.ts'
import { hitSet } from '../../../src/analysis/impact/hits.ts'
import { recoveryBin } from '../../../src/analysis/impact/recovery.ts'
import { wiresOf } from '../../../src/analysis/impact/wires.ts'
import { OUTCOMES } from '../../../src/model/outcome.ts'
import { type RequestRow, requestColumns } from '../fixture-log.ts'

const request: fc.Arbitrary<RequestRow> = fc.record({
  due: fc.integer({ min: 0, max: 100 }),
  done: fc.integer({ min: 0, max: 200 }),
  replica: fc.constantFrom('a', 'b', 'c'),
  outcome: fc.constantFrom(...OUTCOMES),
  stall: fc.integer({ min: 0, max: 20 }),
})

const counts = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 60 })

describe('whatever happened', () => {
  test('the hit set is what was open on the victim and what was sent to it later, each once', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 50 }), fc.integer({ min: 0, max: 100 }), (rows, kill) => {
        const sound = rows.map((row) => ({ ...row, done: row.due + row.done! }))
        const requests = requestColumns(sound)
        const strike = { victim: 0, at: kill * 1e6, until: Infinity, namelessUntil: Infinity, stall: 5e6, trials: [] }
        const { all, classes, open, openOnVictim, late } = hitSet(
          requests,
          new Uint8Array(rows.length),
          wiresOf(requests, undefined),
          strike,
        )
        const on = (row: RequestRow) => row.replica === 'a'
        const wasOpen = (row: RequestRow) => row.due <= kill && kill < row.done!
        const rowsOf = (holds: (row: RequestRow) => boolean) => sound.flatMap((row, i) => (holds(row) ? [i] : []))
        assert.deepEqual(
          [...all].sort((a, b) => a - b),
          rowsOf((row) => on(row) && (wasOpen(row) || row.due > kill)),
        )
        assert.deepEqual([...open], rowsOf(wasOpen))
        assert.equal(openOnVictim.length + late.length, all.length)
        for (const [i, hit] of classes.entries()) {
          const { outcome, stall } = sound[all[i]]
          assert.equal(hit, outcome !== 'ok' ? outcome : stall! > 5 ? 'migrated' : 'ok-slow')
        }
      }),
    )
  })

  test('noise around the reference costs nothing, since the area is signed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -10, max: 10 }), { minLength: 1, maxLength: 40 }), (noise) => {
        const good = Float64Array.from([...noise.map((d) => 10 + d), ...noise.map((d) => 10 - d)])
        assert.equal(lostArea(good, 10, good.length), 0)
      }),
    )
  })

  test('without anything good before, no area is known', () => {
    assert.equal(lostArea(Float64Array.of(2, 0, 2), 0, 3), Number.NaN)
    assert.equal(lostArea(Float64Array.of(2, 0, 2), Number.NaN, 3), Number.NaN)
  })

  test('recovery is the first second from which on the mean lies within the band', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 20 }), (good, hold, least) => {
        const values = Float64Array.from(good)
        const { bin, held } = recoveryBin(values, new Float64Array(good.length), { goodput: least, failed: 0, hold })
        const mean = (from: number) => {
          const part = good.slice(from, from + hold)
          return part.reduce((sum, value) => sum + value, 0) / part.length
        }
        for (let earlier = 0; earlier < bin; earlier++) assert.ok(mean(earlier) < least)
        assert.equal(held, bin + hold <= good.length)
        if (bin < good.length) assert.ok(mean(bin) >= least - 1e-9)
      }),
    )
  })

  test('failures above what is allowed keep a fleet from having recovered', () => {
    const good = Float64Array.from([10, 10, 10, 10])
    const band = { goodput: 9, failed: 0.1, hold: 2 }
    assert.deepEqual(recoveryBin(good, Float64Array.from([1, 0.3, 0.1, 0.1]), band), { bin: 2, held: true })
    assert.deepEqual(recoveryBin(good, Float64Array.from([Number.NaN, Number.NaN, 1, 1]), band), { bin: 0, held: true })
  })

  test('the dip is a share of the reference, and none where goodput never fell below it', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 20 }), (good, reference) => {
        const depth = dipDepth(Float64Array.from(good), reference, good.length)
        assert.ok(depth >= 0 && depth <= 1)
        assert.equal(
          depth === 0,
          good.every((value) => value >= reference),
        )
      }),
    )
  })
})
