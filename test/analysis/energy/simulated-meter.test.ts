import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { measureEnergy } from '../../../src/analysis/energy/measure-energy.ts'
import { fromSeconds } from '../../../src/base/nanos.ts'
import { Mt19937 } from '../../../src/stats/random/mt19937.ts'
import { energyInput, SETTINGS } from './energy-input.ts'
import { type MeterFaults, randomProfile, readMeter } from './simulated-meter.ts'

const CASES = 500
const CONFIDENCE = 0.95

const MEMBERS: { readonly [name: string]: MeterFaults & { by: 'energy' | 'power'; error: number; least?: number } } = {
  'a counter read once a second': { by: 'energy', error: 0 },
  'a counter with an error of its own': { by: 'energy', error: 0.03 },
  'a counter that refreshes every second': { by: 'energy', error: 0.03, refresh: 1 },
  'a counter that refreshes every two seconds and loses readings': {
    by: 'energy',
    error: 0.03,
    refresh: 2,
    lost: 0.02,
  },
  'power read once a second': { by: 'power', error: 0 },
  'a power meter with an error of its own': { by: 'power', error: 0.05 },
  'a power meter that refreshes every two seconds': { by: 'power', error: 0.05, refresh: 2 },
  'a power meter that loses readings': { by: 'power', error: 0.05, lost: 0.01, least: 400 },
}

describe('a simulated meter on a machine of known energy', () => {
  for (const [name, { by, error, least = CASES, ...faults }] of Object.entries(MEMBERS)) {
    test(`${name}: the truth lies within the printed uncertainty in 95 of 100 runs`, () => {
      let [inside, measured] = [0, 0]
      for (let seed = 1; seed <= CASES; seed++) {
        const { truth, result } = oneRun(seed, by, error, faults)
        if ('refused' in result) continue
        measured++
        if (Math.abs(result.ok - truth) <= result.u) inside++
      }
      assert.ok(measured >= least, `${measured} of ${CASES} were measured`)
      assert.ok(inside >= CONFIDENCE * measured, `${inside} of ${measured} within u`)
    })
  }

  test('an uncertainty that is believed is not bought by being wide', () => {
    const relative = (by: 'energy' | 'power') => {
      const results = Array.from({ length: 100 }, (_, i) => oneRun(i + 1, by, 0, {}).result)
      return results.reduce((sum, one) => sum + ('refused' in one ? Number.NaN : one.u / one.ok), 0) / results.length
    }
    assert.ok(relative('energy') < 0.025)
    assert.ok(relative('power') < 0.04)
  })
})

function oneRun(seed: number, by: 'energy' | 'power', meterError: number, faults: MeterFaults) {
  const random = new Mt19937(String(seed))
  const draw = () => random.next32() / 2 ** 32
  const profile = randomProfile(draw, 100)
  const from = 15 + 5 * draw()
  const to = from + 60 + 10 * draw()
  const gain = 1 + (2 * draw() - 1) * meterError
  const result = measureEnergy(
    energyInput({
      settings: { ...SETTINGS, meterError },
      readings: readMeter(profile, by, [5, 98], draw, { ...faults, gain }),
      window: { from: fromSeconds(from), to: fromSeconds(to) },
    }),
  )
  return { truth: profile.energy(from, to), result }
}
