import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { NS_PER_S } from '../../../src/base/nanos.ts'
import { DEFAULT_ENGINE } from '../../../src/sim/engine/settings.ts'
import { dcgmText } from '../../../src/sim/gpu/dcgm-text.ts'
import { Gpu } from '../../../src/sim/gpu/gpu.ts'
import { METER_FAULTS, type MeterFault } from '../../../src/sim/gpu/meter-fault.ts'
import { stepWatts } from '../../../src/sim/gpu/power-step.ts'
import { DEFAULT_GPU } from '../../../src/sim/gpu/settings.ts'

const at = (seconds: number) => seconds * NS_PER_S

function gpu(name = 'replica-0'): Gpu {
  const made = new Gpu(name, DEFAULT_GPU, { since: 0, joules: 0 })
  made.began({ begin: 0, end: at(10), watts: 250 })
  return made
}

function values(text: string): { [field: string]: string } {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return Object.fromEntries(lines.map((line) => /^DCGM_FI_([A-Z_]+)\{.*\} (\S+)$/.exec(line)!.slice(1)))
}

describe('power of a step', () => {
  const watts = (prefillTokens: number, sequences: number) =>
    stepWatts(DEFAULT_GPU, DEFAULT_ENGINE, { prefillTokens, sequences })

  test('lies between idle and full, which a full batch with a full budget of prompt draws', () => {
    assert.equal(watts(DEFAULT_ENGINE.stepTokens, DEFAULT_ENGINE.slots), DEFAULT_GPU.maxWatts)
    assert.ok(watts(0, 1) > DEFAULT_GPU.idleWatts)
  })

  test('grows with the batch and with the prompt', () => {
    assert.ok(watts(0, 1) < watts(0, 2) && watts(0, 2) < watts(64, 2))
  })
})

describe('the DCGM exporter', () => {
  test('says power in W, energy in mJ, use in % and memory in MiB, with the labels of a real one', () => {
    const text = dcgmText([gpu()], at(2))
    assert.deepEqual(values(text), {
      DEV_GPU_UTIL: '100',
      PROF_GR_ENGINE_ACTIVE: '1.000000',
      DEV_POWER_USAGE: '250.000000',
      DEV_TOTAL_ENERGY_CONSUMPTION: '500000',
      DEV_FB_USED: '73728',
      DEV_FB_FREE: '8192',
    })
    assert.match(
      text,
      /POWER_USAGE\{gpu="0",UUID="GPU-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",.*,pod="replica-0"\} /,
    )
    assert.match(text, /^# TYPE DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION counter$/m)
  })

  test('tells GPUs apart, and names each the same again', () => {
    const uuids = (text: string) => [...text.matchAll(/POWER_USAGE\{.*?UUID="([^"]+)"/g)].map(([, uuid]) => uuid)
    const [first, second] = uuids(dcgmText([gpu('replica-0'), gpu('replica-1')], at(1)))
    assert.notEqual(first, second)
    assert.deepEqual(uuids(dcgmText([gpu('replica-1')], at(1))), [second])
  })
})

describe('a faulty meter', () => {
  const FAULTY: { [Kind in MeterFault['kind']]: { fault: MeterFault; energy: string[]; power: string | undefined } } = {
    freeze: { fault: { kind: 'freeze' }, energy: ['500000', '500000'], power: '250.000000' },
    'jump-back': { fault: { kind: 'jump-back', joules: 400 }, energy: ['100000', '350000'], power: '250.000000' },
    wrap: { fault: { kind: 'wrap', joules: 600 }, energy: ['500000', '150000'], power: '250.000000' },
    missing: { fault: { kind: 'missing' }, energy: [], power: undefined },
    sentinel: { fault: { kind: 'sentinel' }, energy: ['9223372036854775794'], power: '9223372036854775794' },
  }

  for (const kind of METER_FAULTS) {
    const { fault, energy, power } = FAULTY[kind]
    test(`${kind}: energy ${energy.join(' then ') || 'absent'}`, () => {
      const one = gpu()
      one.setFault(fault, at(2))
      const shown = [2, 3].map((seconds) => values(dcgmText([one], at(seconds))))
      const seen = new Set(shown.map((fields) => fields.DEV_TOTAL_ENERGY_CONSUMPTION).filter(Boolean))
      assert.deepEqual([...seen], [...new Set(energy)])
      assert.equal(shown[1].DEV_POWER_USAGE, power)
      one.setFault(null, at(3))
      assert.equal(values(dcgmText([one], at(4))).DEV_TOTAL_ENERGY_CONSUMPTION, '1000000')
    })
  }

  test('of an unknown kind is refused', () => {
    assert.throws(() => gpu().setFault({ kind: 'sulk' } as never, 0), { code: 'sim.unknown-fault' })
  })
})
