import type { Analysis } from '../model/analysis.ts'
import { METRICS, type MetricName } from '../model/metric.ts'
import type { RunEvent } from '../model/run-log.ts'

export type FaultEvent = Extract<RunEvent, { kind: 'fault' }>

export const eventsOfFaults = ({ events }: Analysis): FaultEvent[] => events.filter((event) => event.kind === 'fault')

/** Those with one of the given steps. */
export const withStep = (analysis: Analysis, step: FaultEvent['step']): FaultEvent[] =>
  eventsOfFaults(analysis).filter((event) => event.step === step)

/** `fault kill, round 2 on replica-1`, counted from 1. */
export const nameRound = ({ fault, round, replica }: FaultEvent): string =>
  `fault ${fault}, round ${round + 1}${replica === '' ? '' : ` on ${replica}`}`

/** The first of them, and how many more. */
export function nameRounds(events: readonly FaultEvent[]): string {
  const others = events.length - 1
  return `${nameRound(events[0])}${others === 0 ? '' : ` and ${others} more`}`
}

/** Metrics that are over faults. */
export const FAULT_METRICS = (Object.keys(METRICS) as MetricName[]).filter((name) => METRICS[name].of === 'fault')
