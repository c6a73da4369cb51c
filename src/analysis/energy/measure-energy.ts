import { NS_PER_S, nanos } from '../../base/nanos.ts'
import type { Energy, EnergyResult } from '../../model/economy.ts'
import type { EnergySettings } from '../../model/economy-settings.ts'
import type { Probe } from '../../model/probe.ts'
import type { Reading, RunEvent } from '../../model/run-log.ts'
import type { Window } from '../window.ts'
import { type ChosenMeters, chooseMeters } from './choose-meters.ts'
import { idlePower, idleSpans, netEnergy } from './idle-power.ts'
import { type MeteredDevice, measureDevice } from './measure-device.ts'
import { clockError, powerShift } from './meter-clock.ts'
import { digits, isRefusal, type MeterRefusal, type Span } from './metered.ts'
import { type Meter, metersIn } from './meters.ts'
import { combined, energyError } from './uncertainty.ts'

const METER_ERROR = { counter: 0.03, power: 0.05 } as const
/** Most of the window that readings may miss. */
const MISALIGNMENT = 0.01

export interface EnergyInput {
  settings: EnergySettings
  readings: readonly Reading[]
  probes: readonly Probe[]
  events: readonly RunEvent[]
  window: Window
  /** From the first request sent to the last one ended, warm-up and tail with it. */
  load: Span
  /** Tokens came in the window. */
  flowing: boolean
  /** GPUs that are deployed; null: nobody said. */
  gpus: number | null
  /** Replicas that are deployed. */
  replicas: number
}

/** Energy of the window by the meters in the log, or the rule that forbids one. docs/methodology.md §9 */
export function measureEnergy(input: EnergyInput): EnergyResult {
  const { settings, window } = input
  if (!settings.exclusive) {
    return { refused: 'shared', because: 'energy.exclusive is not set: joules of others cannot be told from ours' }
  }
  const all = metersIn(input.readings)
  const chosen = chooseMeters(all, settings)
  if (isRefusal(chosen)) return chosen
  const fewer = fewerDevices(chosen, all, input)
  if (fewer !== null) return fewer
  const devices = measureAll(chosen, window, input, input.flowing)
  if (isRefusal(devices)) return devices
  const sources = [...new Set(chosen.meters.map(({ source }) => source))].sort()
  const misaligned = misalignment(devices, sources, input)
  const share = misaligned / (window.to - window.from)
  if (share > MISALIGNMENT) {
    return { refused: 'window-mismatch', because: `readings and window are apart by ${digits(share * 100)} % of it` }
  }
  return resultOf(devices, chosen, sources, input)
}

/**
 * Devices that are deployed and not metered: GPUs where their number is known, replicas where each has meters of its own.
 */
function fewerDevices(
  { meters }: ChosenMeters,
  all: readonly Meter[],
  { settings, gpus, replicas }: EnergyInput,
): MeterRefusal | null {
  const metered = meters.filter(({ scope }) => scope === 'gpu').length
  if (gpus !== null && settings.scope !== 'node' && metered > 0 && metered < gpus) {
    return { refused: 'fewer-devices', because: `${metered} of ${gpus} GPUs were metered` }
  }
  // Replicas may share a device that has a name of its own: each of them speaks of it, and one is chosen.
  const alike = all.filter((one) => meters.some(({ source, scope }) => source === one.source && scope === one.scope))
  const named = new Set(alike.map(({ replica }) => replica))
  if (named.has(null) || named.size >= replicas) return null
  return { refused: 'fewer-devices', because: `${named.size} of ${replicas} replicas were metered` }
}

function resultOf(
  devices: readonly MeteredDevice[],
  { by }: ChosenMeters,
  source: readonly string[],
  input: EnergyInput,
): Energy {
  const { settings, window } = input
  const sum = (value: (device: MeteredDevice) => number) => devices.reduce((total, device) => total + value(device), 0)
  const ok = sum(({ joules }) => joules)
  const edges: [number, number] = [sum(({ edgeWatts }) => edgeWatts[0]), sum(({ edgeWatts }) => edgeWatts[1])]
  const parts = energyError(ok, edges, {
    clockError: worstClock(source, input) / NS_PER_S,
    meterError: settings.meterError ?? METER_ERROR[by],
    gap: sum(({ gap }) => gap),
  })
  const idle = idleOf(input)
  return {
    ok,
    u: combined(parts),
    parts,
    by,
    source,
    refresh: nanos(Math.max(...devices.map(({ refresh }) => refresh))),
    samples: sum(({ samples }) => samples),
    window,
    devices: devices.length,
    scope: settings.scope,
    idle,
    net: idle && netEnergy(ok, idle.watts, (window.to - window.from) / NS_PER_S),
    facility: settings.scope === 'node' && settings.pue !== null ? ok * settings.pue : null,
  }
}

function measureAll(
  { by, meters }: ChosenMeters,
  span: Span,
  { probes }: EnergyInput,
  flowing: boolean,
): MeteredDevice[] | MeterRefusal {
  const devices: MeteredDevice[] = []
  for (const meter of meters) {
    const probe = probes.find(({ name }) => name === meter.source)
    const sampling = { by, nominal: probe?.every ?? null, shift: powerShift(meter, probe), flowing }
    const device = measureDevice(meter, span, sampling)
    if (isRefusal(device)) return device
    devices.push(device)
  }
  return devices
}

function misalignment(devices: readonly MeteredDevice[], sources: readonly string[], input: EnergyInput): number {
  return Math.max(...devices.map(({ uncovered }) => uncovered)) + worstClock(sources, input)
}

function worstClock(sources: readonly string[], { probes, readings, events, window }: EnergyInput): number {
  const of = (source: string) => probes.find(({ name }) => name === source)
  return Math.max(...sources.map((source) => clockError(source, of(source), readings, events, window)))
}

function idleOf(input: EnergyInput): Energy['idle'] {
  const { settings, readings, load } = input
  const chosen = chooseMeters(metersIn(readings), settings)
  if (isRefusal(chosen)) return null
  const ends = chosen.meters.map(({ energy, power }) => (chosen.by === 'counter' ? energy : power))
  const all = {
    from: Math.max(...ends.map((points) => points[0].at)),
    to: Math.min(...ends.map((points) => points[points.length - 1].at)),
  }
  const watts = (span: Span | null) => {
    const devices = span && measureAll(chosen, span, input, false)
    if (span === null || devices === null || isRefusal(devices)) return null
    return devices.reduce((sum, { joules }) => sum + joules, 0) / ((span.to - span.from) / NS_PER_S)
  }
  const { before, after } = idleSpans(all, load)
  return idlePower(settings.idleWatts, watts(before), watts(after))
}
