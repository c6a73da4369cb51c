import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { EnergyInput } from '../../../src/analysis/energy/measure-energy.ts'
import { measureEnergy } from '../../../src/analysis/energy/measure-energy.ts'
import { fromSeconds } from '../../../src/base/nanos.ts'
import type { EnergyRefusal } from '../../../src/model/economy.ts'
import { ENERGY_REFUSALS } from '../../../src/model/economy.ts'
import { vector } from '../../stats/vectors.ts'
import { energyInput, everySecond, PROBE_COMMON, SETTINGS } from './energy-input.ts'

/** 200 W, by a counter. */
const counter = everySecond('energy', (second) => 1000 + 200 * second)
const other = { labels: { device: 'GPU-2', scope: 'gpu' } }
const power = everySecond('power', (second) => 200 + (second % 2))
const ends = (second: number) => second < 20 || second >= 80

const REFUSED: { readonly [what: string]: { rule: EnergyRefusal; input: Partial<EnergyInput>; says: RegExp } } = {
  'no reading of the scope': {
    rule: 'no-meter',
    input: { readings: counter, settings: { ...SETTINGS, scope: 'node' } },
    says: /scope node, only of gpu/,
  },
  'machines that serve others': {
    rule: 'shared',
    input: { readings: counter, settings: { ...SETTINGS, exclusive: false } },
    says: /exclusive/,
  },
  'two sources that may mean one device': {
    rule: 'ambiguous-meters',
    input: {
      readings: ['bmc', 'ipmi'].flatMap((source) =>
        everySecond('power', (second) => 400 + (second % 2), { labels: { scope: 'node' }, source }),
      ),
      settings: { ...SETTINGS, scope: 'node' },
    },
    says: /bmc and ipmi .*energy\.meters/,
  },
  'counters and power in one sum': {
    rule: 'mixed-meters',
    input: { readings: [...counter, ...everySecond('power', (second) => 200 + (second % 2), other)] },
    says: /counter and others only power/,
  },
  'a part of the scope without a meter': {
    rule: 'missing-scope',
    input: {
      readings: [
        ...counter,
        ...everySecond('energy', (s) => 90 * s, { labels: { device: 'package-0', scope: 'cpu' } }),
      ],
      settings: { ...SETTINGS, scope: 'gpu+cpu+dram' },
    },
    says: /dram/,
  },
  'a replica that has no meter where the others have their own': {
    rule: 'fewer-devices',
    input: {
      readings: ['a', 'b'].flatMap((replica) =>
        everySecond('energy', (s) => 200 * s, { labels: { device: `GPU-${replica}`, scope: 'gpu', replica } }),
      ),
      replicas: 3,
    },
    says: /2 of 3 replicas were metered/,
  },
  'a device that falls silent in the window': {
    rule: 'missing-device',
    input: {
      readings: [...counter, ...everySecond('energy', (s) => 200 * s, other).filter(({ at }) => ends(at / 1e9))],
    },
    says: /GPU-2 gave no readings/,
  },
  'fewer GPUs than are deployed': {
    rule: 'fewer-devices',
    input: { readings: counter, gpus: 4 },
    says: /1 of 4/,
  },
  'readings that end before the window does': {
    rule: 'window-mismatch',
    input: { readings: counter.filter(({ at }) => at < 70e9) },
    says: /18.3 % of it/,
  },
  'a clock that stepped': {
    rule: 'window-mismatch',
    input: {
      readings: counter,
      probes: [{ ...PROBE_COMMON, kind: 'csv', path: 'p', time: 't', clock: 'unix-s', columns: {} }],
      events: [
        { at: fromSeconds(0), kind: 'clock', wall: 5000 },
        { at: fromSeconds(60), kind: 'clock', wall: 67_000 },
      ],
    },
    says: /apart/,
  },
  'a long gap between samples of power': {
    rule: 'sampling-gap',
    input: { readings: power.filter(({ at }) => at <= 40e9 || at >= 44e9) },
    says: /no sample for 4 s/,
  },
  'many samples of power that never came': {
    rule: 'sampling-gap',
    input: { readings: power.filter(({ at }) => ![30e9, 50e9, 60e9].includes(at)) },
    says: /missing over 5 %/,
  },
  'a counter that jumps back': {
    rule: 'counter-reset',
    input: { readings: everySecond('energy', (s) => (s < 50 ? 5000 + 200 * s : 200 * (s - 50))) },
    says: /GPU-1: it fell/,
  },
  'a counter that may have wrapped twice': {
    rule: 'wrap-unseen',
    input: {
      readings: [
        ...everySecond('energy', (s) => (200 * s) % 900).filter(({ at }) => at < 50e9 || at > 55e9),
        ...everySecond('energy.range', () => 900, { until: 1 }),
      ],
    },
    says: /may wrap every 4.5 s/,
  },
  'a counter that stands still': {
    rule: 'frozen',
    input: { readings: everySecond('energy', (s) => 200 * (s < 30 ? s : s > 70 ? s - 40 : 30)) },
    says: /stood still for 40 s/,
  },
  'power that never changes': {
    rule: 'frozen',
    input: { readings: everySecond('power', () => 250) },
    says: /stood still for 60 s/,
  },
  'a meter that is slow for so short a window': {
    rule: 'few-refreshes',
    input: { readings: everySecond('energy', (s) => 200 * Math.floor(s / 8) * 8) },
    says: /every 8 s/,
  },
}

describe('energy is refused, never guessed,', () => {
  for (const [what, { rule, input, says }] of Object.entries(REFUSED)) {
    test(`for ${what}`, () => {
      const result = measureEnergy(energyInput(input))
      assert.ok('refused' in result, JSON.stringify(result))
      assert.equal(result.refused, rule)
      assert.match(result.because, says)
    })
  }

  test('aud.thresholds: for readings that miss more than a hundredth of the window', () => {
    const rows = vector('aud.thresholds').expected.rows.filter(([id]: [string]) => id === 'energy-window-mismatch')
    assert.equal(rows.length, 2)
    for (const [, { misaligned_s, window_s }, fires] of rows) {
      const to = 80 + misaligned_s
      const window = { from: fromSeconds(to - window_s), to: fromSeconds(to) }
      const readings = counter.filter(({ at }) => at <= 80e9)
      assert.equal('refused' in measureEnergy(energyInput({ readings, window })), fires)
    }
  })

  test('by every rule there is', () => {
    const rules = Object.values(REFUSED).map(({ rule }) => rule)
    assert.deepEqual(new Set(rules), new Set(Object.keys(ENERGY_REFUSALS)))
  })
})
