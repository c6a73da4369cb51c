import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { systemClock } from '../../../src/base/clock.ts'
import { fromMillis, NS_PER_S } from '../../../src/base/nanos.ts'
import type { Fleet } from '../../../src/sim/fleet.ts'
import { startFleet } from '../../../src/sim/fleet.ts'
import { DEFAULT_GPU } from '../../../src/sim/gpu/settings.ts'
import { AS_RECORDED } from '../recording.ts'
import { get, parseResponse, post, sendRaw } from '../wire.ts'

const REFRESH = fromMillis(10)
const WORK = post('/v1/completions', { model: 'tiny', prompt: 'Once', max_tokens: 60, ignore_eos: true })

const portOf = (url: string) => Number(new URL(url).port)
const fetchText = async (url: string) =>
  parseResponse((await sendRaw(portOf(url), get(new URL(url).pathname))).bytes).body.toString()

/** The value of the one series of this name and label. */
const seriesValue = (text: string, name: string, label: string): number =>
  Number(new RegExp(`^${name}\\{[^}]*${label}[^}]*\\} (\\S+)$`, 'm').exec(text)?.[1])

describe('the energy of a fleet', () => {
  let fleet: Fleet
  let began = 0
  before(async () => {
    fleet = await startFleet({
      ...AS_RECORDED,
      replicas: 2,
      engine: { ...AS_RECORDED.engine, stepBase: fromMillis(2) },
      gpu: { refresh: REFRESH },
      meterOutlives: true,
      keepTruth: true,
    })
    began = systemClock()
  })
  after(() => fleet.stop())

  const outside = async (name: string) =>
    seriesValue(await fetchText(fleet.meterUrl!), 'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION', `pod="${name}"`) / 1000
  const own = async (i: number, path: string, metric: string, label: string) =>
    seriesValue(await fetchText(fleet.replicas[i].url + path), metric, label)
  const work = (i: number) => sendRaw(portOf(fleet.replicas[i].url), WORK)

  /** A meter is asked between two instants and is at most one refresh behind. */
  async function assertGains(read: () => Promise<number>, name: string, during: () => Promise<unknown>): Promise<void> {
    const instants = [systemClock()]
    const first = await read()
    instants.push(systemClock())
    await during()
    instants.push(systemClock())
    const gained = (await read()) - first
    instants.push(systemClock())
    const least = fleet.energy(instants[1], instants[2] - REFRESH, name)
    const most = fleet.energy(instants[0] - REFRESH, instants[3], name)
    assert.ok(gained >= least - 0.01 && gained <= most + 0.01, `${least} ≤ ${gained} ≤ ${most}`)
  }

  test('is idle power times time where nobody works, and more where somebody does', async () => {
    await work(0)
    const now = systemClock()
    const idle = (DEFAULT_GPU.idleWatts * (now - began)) / NS_PER_S
    assert.ok(Math.abs(fleet.energy(began, now, 'replica-1') - idle) < 1e-6)
    const busy = fleet.energy(began, now, 'replica-0')
    assert.ok(busy > idle && busy <= (DEFAULT_GPU.maxWatts * (now - began)) / NS_PER_S)
    assert.ok(Math.abs(fleet.energy(began, now) - idle - busy) < 1e-6)
  })

  test('is what the meter beside the fleet counts', () =>
    assertGains(
      () => outside('replica-0'),
      'replica-0',
      () => work(0),
    ))

  test('is what a replica’s own DCGM exporter and its Triton count', async () => {
    const dcgm = async () => (await own(0, '/dcgm/metrics', 'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION', 'gpu="0"')) / 1000
    await assertGains(dcgm, 'replica-0', () => work(0))
    const triton = () => own(0, '/triton/metrics', 'nv_energy_consumption', 'gpu_uuid')
    await assertGains(triton, 'replica-0', () => work(0))
  })

  test('of a dead replica is idle energy; back again, its own counter goes on and Triton’s begins anew', async () => {
    const before = await outside('replica-1')
    await work(1)
    await fleet.kill('replica-1', 'SIGKILL')
    await setTimeout(30)
    await assertGains(
      () => outside('replica-1'),
      'replica-1',
      () => setTimeout(60),
    )
    await fleet.restart('replica-1')
    const counted = (await own(1, '/dcgm/metrics', 'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION', 'gpu="0"')) / 1000
    assert.ok(counted >= before + DEFAULT_GPU.idleWatts * 0.06)
    const { started } = fleet.lives('replica-1')[1]
    const sinceStart = (DEFAULT_GPU.maxWatts * (systemClock() - started)) / NS_PER_S
    assert.ok((await own(1, '/triton/metrics', 'nv_energy_consumption', 'gpu_uuid')) <= sinceStart)
    await assertGains(
      () => outside('replica-1'),
      'replica-1',
      () => work(1),
    )
  })

  test('a meter’s fault is switched on the meter that outlives', async () => {
    await fleet.setMeterFault('replica-0', { kind: 'missing' })
    assert.ok(Number.isNaN(await outside('replica-0')))
    assert.ok((await outside('replica-1')) > 0)
    await fleet.setMeterFault('replica-0', null)
    assert.ok((await outside('replica-0')) > 0)
  })
})

test('without an outliving meter its fault is the replica’s own, and no record is no energy', async () => {
  const fleet = await startFleet({ ...AS_RECORDED, replicas: 1 })
  try {
    assert.equal(fleet.meterUrl, null)
    assert.throws(() => fleet.energy(0, 1), { code: 'sim.no-record' })
    await fleet.setMeterFault('replica-0', { kind: 'sentinel' })
    const text = await fetchText(`${fleet.replicas[0].url}/dcgm/metrics`)
    assert.match(text, /^DCGM_FI_DEV_POWER_USAGE\{.*\} 9223372036854775794$/m)
    await assert.rejects(fleet.setMeterFault('replica-0', { kind: 'no' } as never), { code: 'sim.control' })
  } finally {
    await fleet.stop()
  }
})
