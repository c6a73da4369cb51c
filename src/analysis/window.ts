import { type Nanos, nanos } from '../base/nanos.ts'
import type { LogInput } from './log-input.ts'
import { isMeasured } from './timing.ts'

export interface Window {
  from: Nanos
  to: Nanos
}

/**
 * The measured window. The plan's where it has an end; cut to the last instant seen where the log was never sealed.
 * Where only the end of the load decides it, a closed loop and an offline burst are measured until their last answer,
 * an open loop until its last request is due. docs/methodology.md §1
 */
export function measuredWindow(log: LogInput): Window {
  const planned = log.manifest.plan.window
  const from = log.seal?.window.from ?? planned.from
  const last = lastInstants(log)
  const sealed = log.seal?.window.to
  if (planned.to !== null) return span(from, sealed ?? Math.min(planned.to, last.seen))
  const burst = last.due <= last.firstDue
  const end = sealed ?? last.due
  const untilAnswered = log.manifest.plan.loop === 'closed' || burst || end <= from
  return span(from, untilAnswered ? last.done + 1 : end)
}

/** A window is never empty, so that rates stay finite when nothing happened. */
const span = (from: Nanos, to: number): Window => ({ from, to: nanos(Math.max(to, from + 1)) })

/** Latest instants of the measured requests; `seen` is over everything in the log. */
function lastInstants({ requests, manifest }: LogInput) {
  let firstDue = Number.POSITIVE_INFINITY
  let due = Number.NEGATIVE_INFINITY
  let done = Number.NEGATIVE_INFINITY
  let seen: number = manifest.plan.window.from
  for (let row = 0; row < requests.rows; row++) {
    const ended = requests.done[row]
    if (ended > seen) seen = ended
    if (!isMeasured(requests, row)) continue
    if (requests.due[row] < firstDue) firstDue = requests.due[row]
    if (requests.due[row] > due) due = requests.due[row]
    if (ended > done) done = ended
  }
  return { firstDue, due, done, seen }
}
