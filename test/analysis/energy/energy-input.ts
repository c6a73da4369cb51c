import type { EnergyInput } from '../../../src/analysis/energy/measure-energy.ts'
import { fromSeconds, nanos } from '../../../src/base/nanos.ts'
import type { EnergySettings } from '../../../src/model/economy-settings.ts'
import type { Probe } from '../../../src/model/probe.ts'
import type { Reading } from '../../../src/model/run-log.ts'
import type { SeriesName } from '../../../src/model/series.ts'

export const SETTINGS: EnergySettings = {
  scope: 'gpu',
  meters: null,
  exclusive: true,
  pue: null,
  idleWatts: null,
  meterError: null,
}

export const PROBE_COMMON = { name: 'meter', every: fromSeconds(1), timeout: fromSeconds(1) }
export const PROBE: Probe = { ...PROBE_COMMON, kind: 'command', argv: ['power'] }

/** A minute of measurement from 20 s on, on machines that do nothing else. */
export function energyInput(change: Partial<EnergyInput>): EnergyInput {
  return {
    settings: SETTINGS,
    readings: [],
    probes: [PROBE],
    events: [],
    window: { from: fromSeconds(20), to: fromSeconds(80) },
    load: { from: 10e9, to: 90e9 },
    flowing: true,
    gpus: null,
    replicas: 1,
    ...change,
  }
}

type Labels = { readonly [label: string]: string }

/** One reading a second, from 0 s on. */
export function everySecond(
  name: SeriesName,
  value: (second: number) => number,
  {
    labels = { device: 'GPU-1', scope: 'gpu' },
    source = 'meter',
    until = 100,
  }: Partial<{ labels: Labels; source: string; until: number }> = {},
): Reading[] {
  return Array.from({ length: until + 1 }, (_, second) => ({
    at: nanos(second * 1e9),
    source,
    name,
    labels,
    value: value(second),
  }))
}
