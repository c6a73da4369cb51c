import { fromSeconds, type Nanos, nanos } from '../../../src/base/nanos.ts'
import type { Probe } from '../../../src/model/probe.ts'
import { openMeter } from '../../../src/run/probes/kinds/index.ts'
import type { Meter, MeterSample, MeterWorld, ProbeTarget } from '../../../src/run/probes/meter.ts'

/** Wall clock of the run's zero in these tests, ms. */
export const ZERO = Date.UTC(2026, 0, 1)

export const common = { name: 'meter', every: fromSeconds(1), timeout: fromSeconds(5) }

/** A run that started long ago by its clock; `at` moves it. */
export class TestWorld implements MeterWorld {
  target: ProbeTarget | null = null
  at: Nanos | null = nanos(5e9)

  readonly now = (): Nanos | null => this.at
  readonly wallZero = (): number | null => (this.at === null ? null : ZERO)
}

export const target = (url: string, access: Partial<ProbeTarget['access']> = {}): ProbeTarget => ({
  name: 'r1',
  url,
  protocol: 'openai-chat',
  access: { headers: {}, authorization: null, tls: null, ...access },
})

export const never = (): AbortSignal => new AbortController().signal

/** Opens a meter, reads it once, or asks it after a run of 10 s where it is only asked then, and closes it. */
export async function readOnce(probe: Probe, world: MeterWorld = new TestWorld()): Promise<MeterSample> {
  const meter = await openMeter(probe, world)
  try {
    return await ask(meter, never())
  } finally {
    await meter.close()
  }
}

export function ask(meter: Meter, signal: AbortSignal): Promise<MeterSample> {
  const window = { from: nanos(0), to: nanos(10e9) }
  return meter.read ? meter.read(signal) : (meter.recall?.(window, signal) ?? Promise.reject(new Error('never asked')))
}
