import type { Arrivals, Load } from '../model/scenario.ts'
import { formatCount, formatDuration, formatNumber } from './format.ts'

/** The load in a few words: who sets the pace, how fast, for how long. */
export function describeLoad(load: Load): string {
  switch (load.loop) {
    case 'open':
      return join([
        'open loop',
        describeArrivals(load.arrivals),
        length(load),
        load.cap && `at most ${load.cap} in flight`,
      ])
    case 'closed':
      return join([
        `closed loop of ${formatCount(load.slots)} ${load.slots === 1 ? 'slot' : 'slots'}`,
        load.think > 0 && `${formatDuration(load.think)} think time`,
        length(load),
      ])
    case 'mlperf':
      return join([
        `${load.scenario} by MLPerf’s rules, no official result`,
        load.scenario === 'server' && `${formatNumber(load.mlperf.target_qps)}/s`,
        `at least ${formatDuration(load.mlperf.min_duration_ms * 1e6)}`,
      ])
  }
}

function describeArrivals(arrivals: Arrivals): string {
  switch (arrivals.kind) {
    case 'constant':
    case 'poisson':
      return `${arrivals.kind} ${formatNumber(arrivals.rate)}/s`
    case 'gamma':
      return `gamma ${formatNumber(arrivals.rate)}/s, burstiness ${formatNumber(arrivals.burstiness)}`
    case 'stages':
      return `${arrivals.stages.length} stages, ${arrivals.gaps}`
    case 'trace':
      return arrivals.rate === null
        ? `trace, time scale ${formatNumber(arrivals.scale)}`
        : `trace, stretched to ${formatNumber(arrivals.rate)}/s`
  }
}

function length({ duration, queries }: { duration: number | null; queries: number | null }): string | false {
  if (duration !== null) return formatDuration(duration)
  return queries !== null && `${formatCount(queries)} queries`
}

function join(parts: readonly (string | number | false | null)[]): string {
  return parts.filter(Boolean).join(', ')
}
