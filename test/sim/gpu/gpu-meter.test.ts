import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { fromMillis, NS_PER_S } from '../../../src/base/nanos.ts'
import { GpuMeter } from '../../../src/sim/gpu/gpu-meter.ts'
import type { PowerStep } from '../../../src/sim/gpu/power-step.ts'
import { joulesAboveIdle } from '../../../src/sim/gpu/power-step.ts'

const SETTINGS = { idleWatts: 80, maxWatts: 400, memoryMiB: 1000, refresh: fromMillis(100) }
const MS = 1e6
const SINCE = 7 * NS_PER_S

const integral = (steps: readonly PowerStep[], at: number): number =>
  steps.reduce((sum, step) => sum + joulesAboveIdle(step, 80, SINCE, at), (80 * (at - SINCE)) / NS_PER_S)

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-6, `${actual} ${expected}`)

describe('the meter of a GPU', () => {
  test('shows idle power and its integral before any step', () => {
    const meter = new GpuMeter(SETTINGS, SINCE)
    assert.deepEqual(meter.read(SINCE + 250 * MS), { joules: 16, watts: 80, busy: 0 })
  })

  test('shows a step’s mean power and share of the interval, and its energy for good', () => {
    const meter = new GpuMeter(SETTINGS, SINCE)
    meter.began({ begin: SINCE + 120 * MS, end: SINCE + 170 * MS, watts: 280 })
    const { joules, watts, busy } = meter.read(SINCE + 200 * MS)
    near(joules, 16 + 10)
    near(watts, 180)
    near(busy, 0.5)
    near(meter.read(SINCE + 900 * MS).joules, 72 + 10)
    near(meter.read(SINCE + 900 * MS).watts, 80)
  })

  test('goes on from what earlier lives drew', () => {
    near(new GpuMeter(SETTINGS, SINCE, 500).read(SINCE + NS_PER_S).joules, 580)
  })

  test('is exact at every refresh, constant between, and never goes back, however it is asked', () => {
    const step = fc.record({
      pause: fc.nat(300),
      length: fc.integer({ min: 1, max: 60 }),
      watts: fc.integer({ min: 80, max: 400 }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.array(fc.nat(4000), { maxLength: 20 }), (drawn, asked) => {
        const steps: PowerStep[] = []
        for (const { pause, length, watts } of drawn) {
          const begin = (steps.at(-1)?.end ?? SINCE) + pause * MS
          steps.push({ begin, end: begin + length * MS, watts })
        }
        const meter = new GpuMeter(SETTINGS, SINCE)
        const events = [
          ...steps.map((told) => ({ at: told.begin, told })),
          ...asked.map((ms) => ({ at: SINCE + ms * MS, told: null })),
        ].sort((a, b) => a.at - b.at)
        let highest = 0
        for (const { at, told } of events) {
          if (told) meter.began(told)
          const { joules, watts } = meter.read(at)
          near(joules, integral(steps, at - ((at - SINCE) % SETTINGS.refresh)))
          assert.ok(joules >= highest && watts >= 80 - 1e-6 && watts <= 400)
          highest = joules
        }
      }),
    )
  })

  test('a step told late shows at the next refresh, whole', () => {
    const meter = new GpuMeter(SETTINGS, SINCE)
    near(meter.read(SINCE + 105 * MS).joules, 8)
    meter.began({ begin: SINCE + 95 * MS, end: SINCE + 115 * MS, watts: 180 })
    near(meter.read(SINCE + 108 * MS).joules, 8)
    near(meter.read(SINCE + 200 * MS).joules, 16 + 2)
  })
})
