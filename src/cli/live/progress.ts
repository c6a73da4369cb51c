import type { PlanSummary } from '../../model/run-log.ts'
import type { Progress } from './live-state.ts'

const UNKNOWN: Progress = { by: 'nothing', share: Number.NaN, left: Number.NaN, total: Number.NaN }

/**
 * How far a run is: by time where its plan has an end, else by requests done of those planned, whose pace so far says how
 * long the rest takes.
 * @param elapsed ns since the run's zero
 */
export function progressOf(plan: PlanSummary, elapsed: number, done: number): Progress {
  const { to } = plan.window
  if (to !== null) {
    const share = to > 0 ? clamp(elapsed / to) : 1
    return { by: 'time', share, left: Math.max(0, to - elapsed), total: to }
  }
  if (plan.queries === null) return UNKNOWN
  const total = plan.queries * plan.samplesPerQuery
  const share = total > 0 ? clamp(done / total) : 1
  const left = share > 0 ? Math.max(0, elapsed) * (1 / share - 1) : Number.NaN
  return { by: 'requests', share, left, total }
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share))
