import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { systemClock } from '../../src/base/clock.ts'
import { NS_PER_MS } from '../../src/base/nanos.ts'
import { openRunLog } from '../../src/log/reader.ts'
import { ECONOMY_METRICS } from '../../src/model/economy-metrics.ts'
import type { Fleet } from '../../src/sim/fleet.ts'
import type { MeterFault } from '../../src/sim/gpu/meter-fault.ts'
import { scratch, start, tailgate } from '../e2e/cli.ts'
import { assertResult, fleetFor, writeFleetScenario } from '../e2e/fleets.ts'
import { onlyRun, reportOf } from '../e2e/stored-run.ts'
import { untilInstant } from '../e2e/until.ts'

/** The meter of a fleet's GPUs, an exporter beside the replicas: it gives joules, or the report says why not. */

/** The load begins before the window, so that readings do too. */
const LOAD = { arrivals: 'constant', rate: '20/s', duration: '3s', warmup: { duration: '500ms', requests: 0 } }
const IN_WINDOW = 1e9
/** Energy counters grow by about so much a second, whatever the load. */
const GPU = { idleWatts: 300 }
const JUMP = { kind: 'jump-back', joules: 400 } as const
const ECONOMY = {
  prices: { gpu: '2 USD/h', gpus: 1, date: '2026-01-31', source: 'a list' },
  energy: { scope: 'gpu', meters: ['gpus'], exclusive: true },
  carbon: { intensity: '360 g/kWh', zone: 'nowhere', source: 'a list' },
}

interface Metered {
  fleet: Fleet
  cwd: string
  folder: string
}

/**
 * @param trouble of every GPU's meter, from within the window to the end
 * @returns null where this machine was too busy to read a meter often enough
 */
async function meter(t: TestContext, trouble: MeterFault | null): Promise<Metered | null> {
  const fleet = await fleetFor(t, { meterOutlives: true, gpu: GPU })
  const cwd = scratch(t)
  const probes = [{ name: 'gpus', metrics: fleet.meterUrl, every: '200ms', timeout: '2s' }]
  const run = start(
    ['run', writeFleetScenario(cwd, fleet, { load: LOAD, rest: { probes, ...ECONOMY } }), '-q', '--json'],
    {
      cwd,
    },
  )
  await untilInstant(run, cwd, IN_WINDOW)
  for (const { name } of fleet.replicas) await fleet.setMeterFault(name, trouble)
  assertResult(await run.ended, 'pass')
  const folder = onlyRun(cwd)
  const tooFew = ({ message }: { message: string }) => message.includes('the window must be ten times that')
  if (!reportOf(folder).findings.some(tooFew)) return { fleet, cwd, folder }
  t.skip('this machine is too busy to read a meter often enough')
  return null
}

/** What rests on prices or meters in a report, by metric. */
function economyOf(folder: string) {
  const figures = reportOf(folder).figures.filter(({ metric }) => Object.hasOwn(ECONOMY_METRICS, metric))
  return new Map(figures.map((figure) => [figure.metric as string, figure]))
}

/** J that the GPUs drew in the run's window, which pairs of clocks in the log lay on theirs, to 1 ms. */
async function drawn(fleet: Fleet, folder: string): Promise<number> {
  const { events, seal } = await openRunLog(folder)
  const pair = events.find((event) => event.kind === 'clock')
  assert.ok(pair && seal)
  const zero = systemClock() - (Date.now() - pair.wall) * NS_PER_MS - pair.at
  return fleet.energy(zero + seal.window.from, zero + seal.window.to)
}

const DOLLARS = ['cost.window', 'usd.per-mtok.output', 'usd.per-mtok.good', 'usd.per-request', 'tokens.per-usd.output']
const JOULES = ['energy.window', 'joules.per-token.output', 'joules.per-request.good', 'tokens.per-joule.good']

describe('a meter', { concurrency: 2 }, () => {
  test('that works gives joules within their uncertainty, and grams; dollars need none', async (t) => {
    const metered = await meter(t, null)
    if (metered === null) return
    const { fleet, folder } = metered
    const figures = economyOf(folder)
    for (const metric of [...DOLLARS, ...JOULES]) assert.ok(Number(figures.get(metric)?.value) > 0, metric)
    const energy = figures.get('energy.window')
    const truth = await drawn(fleet, folder)
    assert.ok(energy?.interval)
    const { low, high } = energy.interval
    assert.ok(Number(low) <= truth && truth <= Number(high), `${truth} J is not from ${low} to ${high} J`)
    assert.ok(Number(high) - Number(low) < 0.5 * truth)
    // 360 g/kWh is a gram for 10 kJ.
    assert.ok(Math.abs(Number(figures.get('carbon.window')?.value) - Number(energy.value) / 10_000) < 1e-9)
  })

  const TROUBLE: readonly [what: string, trouble: MeterFault, finding: string, because: RegExp][] = [
    ['freezes', { kind: 'freeze' }, 'energy-refused', /^no joules: gpus gpu GPU-[\w-]+ stood still for [\d.]+ s$/],
    ['jumps back', JUMP, 'energy-refused', /^no joules: gpus gpu GPU-[\w-]+: it fell, and no range is known/],
    ['goes missing', { kind: 'missing' }, 'energy-window-mismatch', /^no joules: readings and window are apart by/],
  ]
  for (const [what, trouble, finding, because] of TROUBLE) {
    test(`that ${what} in the window gives no joules, and the report says why`, async (t) => {
      const metered = await meter(t, trouble)
      if (metered === null) return
      const { folder, cwd } = metered
      const figures = economyOf(folder)
      const said = reportOf(folder).findings.find(({ id }) => id === finding)
      assert.match(said?.message ?? '', because)
      assert.deepEqual(
        [...figures.keys()].filter((metric) => /energy|joule|carbon/.test(metric)),
        [],
      )
      for (const metric of DOLLARS) assert.ok(figures.has(metric), metric)
      const { stdout } = await tailgate(['report', folder], { cwd })
      assert.match(stdout, new RegExp(`error: ${finding}: no joules`))
    })
  }
})
