import { nanos } from '../../src/base/nanos.ts'
import type { Analysis, Books, Validity } from '../../src/model/analysis.ts'
import type { Attribution } from '../../src/model/attribution.ts'
import type { EnergyResult } from '../../src/model/economy.ts'
import type { Figure } from '../../src/model/figure.ts'
import type { Impact } from '../../src/model/impact.ts'
import { METRICS, type MetricName } from '../../src/model/metric.ts'
import type { RunEvent, Seal } from '../../src/model/run-log.ts'
import type { Stat } from '../../src/model/slo.ts'

export interface Deviation {
  validity?: Partial<Validity>
  measured?: Books['measured']['outcomes']
  figures?: Figure[]
  seal?: Partial<Seal> | null
  books?: Partial<Books>
  energy?: EnergyResult
  attribution?: Partial<Attribution>
  windowSeconds?: number
  events?: readonly RunEvent[]
  impacts?: readonly Partial<Impact>[]
}

export function figure(metric: MetricName, stat: Stat, value: number, n = 100_000, insufficient?: true): Figure {
  const over = { phase: 'measure' as const, from: nanos(0), to: nanos(600e9) }
  return { metric, stat, value, unit: METRICS[metric].unit, n, over, ...(insufficient && { insufficient }) }
}

/** The analysis of a run nothing can be said against, but for what the caller changes. */
export function soundRun({
  validity,
  measured = { ok: 100_000 },
  figures = [],
  seal,
  books,
  energy,
  attribution,
  windowSeconds = 600,
  events = [],
  impacts = [],
}: Deviation = {}): Analysis {
  const planned = Object.values(measured).reduce((sum, n) => sum + n, 0)
  const failed = planned === 0 ? 0 : 1 - (measured.ok ?? 0) / planned
  const window = { from: nanos(0), to: nanos(windowSeconds * 1e9) }
  const sealed = { ended: 'complete', because: '', planned, window, ...seal }
  return {
    manifest: {},
    economy: { work: null, cost: null, energy: energy ?? null, carbon: null },
    attribution: attribution ? { resets: [], scrapes: [], tokens: null, ...attribution } : null,
    seal: seal === null ? null : sealed,
    window,
    events,
    impacts,
    books: {
      planned,
      outcomes: measured,
      unrecorded: 0,
      measured: { planned, outcomes: measured, good: measured.ok ?? 0 },
      causes: [],
      flags: [],
      ...books,
    },
    figures: [figure('failed', 'value', failed), figure('attainment', 'value', 1 - failed), ...figures],
    validity: {
      lag: { n: planned, p50: nanos(0), p99: nanos(1e6), max: nanos(2e6) },
      loopDelayP99: nanos(1e6),
      cpuMax: 0.5,
      cpuMedian: 0.3,
      sentShare: 1,
      peakInFlight: 20,
      little: { l: 10, lambdaW: 10, relativeError: 0, edgeGap: 0 },
      backlog: { slope: 0, t: 0, arrivalRate: 100, completionRatio: 1, saturated: false },
      clockDrift: 0,
      tokens: { client: 1000, server: 1000, counted: 10 },
      bunching: { waits: 1000, eventsPerRead: 1, delayedShare: 0, oneReadShare: 0 },
      lengths: { asked: 1000, got: 1000, counted: 10 },
      prompts: { asked: 5120, got: 5200, counted: 10 },
      ...validity,
    },
  } as unknown as Analysis
}
