import { type Nanos, NS_PER_MS, nanos } from '../../base/nanos.ts'
import type { FaultStep } from '../../model/fault.ts'
import type { RunEvent, TargetState } from '../../model/run-log.ts'
import type { Window } from '../window.ts'

/** One round of one fault as the log tells it. */
export interface Round {
  fault: string
  round: number
  replica: string
  method: string
  /** t0 */
  issued: Nanos
  steps: { readonly [step in FaultStep]?: Nanos }
  ejected: Nanos | null
  admitted: Nanos | null
  /** Times in which the one request that went to it was to try whether it is back. */
  trials: readonly Window[]
}

const NEVER_WAS: readonly FaultStep[] = ['failed', 'skipped']
const OUT: readonly TargetState[] = ['ejected', 'unready', 'gone']
const IN: readonly TargetState[] = ['admitted', 'ready', 'joined']

/** The rounds that took effect, in the order in which they were issued. */
export function roundsOf(events: readonly RunEvent[]): Round[] {
  const told = events.filter((event) => event.kind === 'fault')
  const rounds: Round[] = []
  for (const { step, fault, round, replica, method, at: issued } of told) {
    if (step !== 'issued') continue
    const own = told.filter((event) => event.fault === fault && event.round === round)
    if (own.some((event) => NEVER_WAS.includes(event.step))) continue
    const steps: { [step in FaultStep]?: Nanos } = {}
    for (const event of own) steps[event.step] ??= event.at
    const ejected = firstState(events, replica, OUT, issued)
    const admitted = ejected === null ? null : firstState(events, replica, IN, ejected)
    const trials = trialsOf(events, replica, issued)
    rounds.push({ fault, round, replica, method, issued, steps, ejected, admitted, trials })
  }
  return rounds.sort((a, b) => a.issued - b.issued)
}

function firstState(events: readonly RunEvent[], replica: string, states: readonly TargetState[], from: Nanos) {
  const found = events.find(
    (event) => event.kind === 'target' && event.replica === replica && event.at >= from && states.includes(event.state),
  )
  return found?.at ?? null
}

/** A request is taken up a moment before the balancer chooses, and says, where it goes. */
const TAKEN_UP = 10 * NS_PER_MS

/** From half-open to whatever the trial led to. */
function trialsOf(events: readonly RunEvent[], replica: string, from: Nanos): Window[] {
  const own = events.filter((event) => event.kind === 'target' && event.replica === replica && event.at >= from)
  return own.flatMap((event, i) =>
    event.kind === 'target' && event.state === 'half-open'
      ? [{ from: nanos(event.at - TAKEN_UP), to: own[i + 1]?.at ?? event.at }]
      : [],
  )
}

/** From when on requests may reach it again: the first sign of life or the undoing, null where neither came. */
export function returnOf({ steps }: Round): Nanos | null {
  const signs = [steps.undone, steps['port-open'], steps.ready, steps.answers].filter((at) => at !== undefined)
  return signs.length === 0 ? null : nanos(Math.min(...signs))
}

/** When it was brought back: the restart or the undoing, and the first sign of life where nobody of ours did it. */
export function restartOf({ steps }: Round): Nanos | null {
  return steps.restarted ?? steps.undone ?? steps['port-open'] ?? steps.ready ?? steps.answers ?? null
}
