import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type EnergyInput, measureEnergy } from '../../../src/analysis/energy/measure-energy.ts'
import { fromSeconds } from '../../../src/base/nanos.ts'
import type { Energy } from '../../../src/model/economy.ts'
import type { Probe } from '../../../src/model/probe.ts'
import { energyInput, everySecond, PROBE_COMMON, SETTINGS } from './energy-input.ts'

function measured(change: Partial<EnergyInput>): Energy {
  const result = measureEnergy(energyInput(change))
  assert.ok(!('refused' in result), JSON.stringify(result))
  return result
}

const about = (got: number | null, want: number) =>
  assert.ok(got !== null && Math.abs(got - want) < 1e-6, `${got}, not ${want}`)

describe('energy of a window', () => {
  test('is the difference of a counter, whatever power says beside it', () => {
    const readings = [...everySecond('energy', (s) => 5e6 + 200 * s), ...everySecond('power', (s) => 900 + (s % 3))]
    const energy = measured({ readings })
    about(energy.ok, 12_000)
    assert.equal(energy.by, 'counter')
    assert.deepEqual(energy.source, ['meter'])
    assert.equal(energy.samples, 60)
    assert.equal(energy.refresh, 1e9)
  })

  test('goes on over a wrap', () => {
    const readings = [
      ...everySecond('energy', (s) => (200 * s) % 9000),
      ...everySecond('energy.range', () => 9000, { until: 1 }),
    ]
    about(measured({ readings }).ok, 12_000)
  })

  test('is summed over devices, idle ones too', () => {
    const readings = [
      ...everySecond('energy', (s) => 200 * s),
      ...everySecond('energy', (s) => 60 * s, { labels: { device: 'GPU-2', scope: 'gpu' } }),
    ]
    const energy = measured({ readings, gpus: 2 })
    about(energy.ok, 60 * 260)
    assert.equal(energy.devices, 2)
  })

  test('is of one device that two replicas share', () => {
    const readings = ['a', 'b'].flatMap((replica) =>
      everySecond('energy', (s) => 200 * s, { labels: { device: 'GPU-1', scope: 'gpu', replica } }),
    )
    about(measured({ readings, replicas: 2 }).ok, 12_000)
  })

  test('is of two devices where any label tells two apart, as instances of a PromQL query', () => {
    const of = (instance: string) => ({ labels: { scope: 'node', instance } })
    const readings = [
      ...everySecond('power', (s) => 400 + (s % 2), of('10.0.0.1:9290')),
      ...everySecond('power', (s) => 600 + (s % 2), of('10.0.0.2:9290')),
    ]
    const energy = measured({ readings, settings: { ...SETTINGS, scope: 'node' } })
    assert.equal(energy.devices, 2)
    about(energy.ok, 60 * 1001)
  })

  test('is of one device though a label of it changes, where its name is its own', () => {
    const pod = (name: string) => ({ labels: { scope: 'gpu', device: 'GPU-1', pod: name } })
    const readings = [
      ...everySecond('energy', (s) => 200 * s, pod('before')).slice(0, 50),
      ...everySecond('energy', (s) => 200 * s, pod('after')).slice(50),
    ]
    const energy = measured({ readings })
    assert.equal(energy.devices, 1)
    about(energy.ok, 12_000)
  })

  test('counts a device once that two sources meter under a name of its own', () => {
    const readings = [
      ...everySecond('energy', (s) => 200 * s),
      ...everySecond('energy', (s) => 1e6 + 200 * s, { source: 'triton' }),
    ]
    const energy = measured({ readings })
    about(energy.ok, 12_000)
    assert.equal(energy.devices, 1)
  })

  test('drops what meters print for want of a value', () => {
    const readings = everySecond('energy', (s) => (s === 40 ? 2 ** 63 / 1000 : 200 * s))
    about(measured({ readings }).ok, 12_000)
  })

  test('takes power in the middle of the second that NVML averages over', () => {
    const trailingMean = (s: number) => 100 + 4 * (s - 0.5)
    const probe: Probe = { ...PROBE_COMMON, kind: 'nvidia-smi', argv: ['nvidia-smi'] }
    about(measured({ readings: everySecond('power', trailingMean), probes: [probe] }).ok, 60 * (100 + 4 * 50))
    about(measured({ readings: everySecond('power', trailingMean) }).ok, 60 * (100 + 4 * 49.5))
  })

  test('has an uncertainty of clock, meter and sampling', () => {
    const readings = [
      ...everySecond('energy', (s) => 200 * s),
      ...everySecond('scrape.duration', () => 0.05, { labels: {} }),
    ]
    const { parts, u } = measured({ readings, settings: { ...SETTINGS, meterError: 0.01 } })
    about(parts.align, 0.025 * 400)
    about(parts.meter, 120)
    about(u, Math.hypot(10, 120, parts.gap))
    assert.ok(parts.gap > 0 && parts.gap < 400)
  })

  test('may end with a reading that says nothing new, which widens its error', () => {
    const slow = everySecond('energy', (s) => 200 * Math.floor(s / 4) * 4, { until: 80 })
    const [exact, late] = [80, 79].map((end) =>
      measured({ readings: slow, window: { from: fromSeconds(20), to: fromSeconds(end) } }),
    )
    about(exact.ok, 12_000)
    about(late.ok, 11_800)
    const open = measured({ readings: slow.slice(0, -1).concat({ ...slow[79], at: fromSeconds(80) }) })
    about(open.ok, 11_200)
    assert.ok(open.u > 800 && open.ok + open.u > 12_000)
  })

  test('of a node has a facility figure, and of a GPU none', () => {
    const node = everySecond('power', (s) => 500 + (s % 2), { labels: { scope: 'node' } })
    const energy = measured({ readings: node, settings: { ...SETTINGS, scope: 'node', pue: 1.2 } })
    about(energy.facility, energy.ok * 1.2)
    const gpu = measured({ readings: everySecond('energy', (s) => 200 * s), settings: { ...SETTINGS, pue: 1.2 } })
    assert.equal(gpu.facility, null)
  })
})

describe('idle power', () => {
  const load = { from: 100e9, to: 200e9 }
  const window = { from: fromSeconds(110), to: fromSeconds(190) }
  const watts = (s: number) => (s <= 100 ? 50 : s <= 200 ? 300 : 56)
  const total = Array.from({ length: 301 }, () => 0)
  for (let s = 1; s <= 300; s++) total[s] = total[s - 1] + watts(s)
  const readings = everySecond('energy', (s) => total[s], { until: 300 })

  test('is measured before and after the load, and its drift is said', () => {
    const { idle, net, ok } = measured({ readings, load, window })
    assert.equal(idle?.basis, 'measured')
    about(idle?.watts ?? null, 53)
    about(idle?.drift ?? null, 0.12)
    about(net, ok - 53 * 80)
  })

  test('is what the scenario states where it does', () => {
    const { idle, net } = measured({ readings, load, window, settings: { ...SETTINGS, idleWatts: 40 } })
    assert.deepEqual([idle?.watts, idle?.basis], [40, 'stated'])
    about(net, 300 * 80 - 40 * 80)
  })

  test('is not known from less than a minute', () => {
    const { idle, net } = measured({ readings, load: { from: 50e9, to: 270e9 }, window })
    assert.equal(idle, null)
    assert.equal(net, null)
  })
})
