import { NS_PER_MS, NS_PER_S } from '../../base/nanos.ts'
import type { Probe } from '../../model/probe.ts'
import type { Reading, RunEvent } from '../../model/run-log.ts'
import type { Span } from './metered.ts'
import type { Meter } from './meters.ts'

/** Clocks of other hosts that nobody compared with ours are taken to be kept by NTP. */
const FOREIGN_CLOCK = 100 * NS_PER_MS
/** What NVML calls power is the mean of the second before. */
const AVERAGED = 1 * NS_PER_S

/** Probes whose GPU power is NVML's, whoever passes it on. */
const NVML = ['metrics', 'nvidia-smi', 'prometheus']

/** Added to the instants of a meter's power readings, ns: the middle of what they are the mean of. docs/methodology.md §9 */
export function powerShift({ scope }: Meter, probe: Probe | undefined): number {
  return scope === 'gpu' && probe !== undefined && NVML.includes(probe.kind) ? -AVERAGED / 2 : 0
}

/**
 * How far a source's instants may be from the run's clock, ns: a value was taken at some time while it was asked for
 * and is stamped with the middle of that; one that carries a stamp of its own clock may be off by that clock, and by a
 * step of ours.
 */
export function clockError(
  source: string,
  probe: Probe | undefined,
  readings: readonly Reading[],
  events: readonly RunEvent[],
  { from, to }: Span,
): number {
  const asked = readings.filter(
    (reading) =>
      reading.source === source && reading.name === 'scrape.duration' && reading.at >= from && reading.at < to,
  )
  const mean = asked.reduce((sum, { value }) => sum + value, 0) / Math.max(1, asked.length)
  const foreign = probe?.kind === 'prometheus' || (probe?.kind === 'csv' && probe.clock !== 'run-s')
  return (mean / 2) * NS_PER_S + (foreign ? FOREIGN_CLOCK + wallStep(events) : 0)
}

/** How far the wall clock moved against the run's between the first and any later pair, ns. docs/methodology.md §11 */
function wallStep(events: readonly RunEvent[]): number {
  const pairs = events.filter((event) => event.kind === 'clock')
  const offsets = pairs.map(({ at, wall }) => wall * NS_PER_MS - at)
  return Math.max(0, ...offsets.map((offset) => Math.abs(offset - offsets[0])))
}
