import { NS_PER_S, nanos } from '../../base/nanos.ts'
import type { ScrapeCost } from '../../model/attribution.ts'
import type { Probe } from '../../model/probe.ts'
import type { Reading } from '../../model/run-log.ts'

/** What reading each source took of its interval. docs/methodology.md §1 */
export function scrapeCosts(readings: readonly Reading[], probes: readonly Probe[]): ScrapeCost[] {
  return probes.flatMap(({ name, every }) => {
    const own = readings.filter(({ source }) => source === name)
    const values = (series: string) => own.filter((reading) => reading.name === series).map(({ value }) => value)
    const durations = values('scrape.duration')
    if (durations.length === 0) return []
    const duration = nanos(mean(durations) * NS_PER_S)
    const bytes = values('scrape.bytes')
    return [
      {
        source: name,
        readings: durations.length,
        failed: values('scrape.failed').filter((failed) => failed > 0).length,
        duration,
        share: duration / every,
        bytes: bytes.length === 0 ? null : mean(bytes),
      },
    ]
  })
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
