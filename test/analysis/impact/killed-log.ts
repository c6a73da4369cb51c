import assert from 'node:assert/strict'
import { analyze } from '../../../src/analysis/analyze.ts'
import { nanos } from '../../../src/base/nanos.ts'
import type { FaultStep, ReliabilitySettings } from '../../../src/model/fault.ts'
import type { Impact } from '../../../src/model/impact.ts'
import type { RunEvent } from '../../../src/model/run-log.ts'
import type { Scenario } from '../../../src/model/scenario.ts'
import { PLAIN_RELIABILITY } from '../../../src/scenario/resolve/faults.ts'
import { PLAIN_FLEET } from '../../../src/scenario/resolve/fleet.ts'
import { fixtureLog, type LogOptions, type RequestRow } from '../fixture-log.ts'

const MS = 1e6
export const KILL = 60_000
export const S = 1e9

export const settings = (some: Partial<ReliabilitySettings> = {}): Partial<Scenario> => ({
  fleet: PLAIN_FLEET,
  reliability: { ...PLAIN_RELIABILITY, hold: nanos(5 * S), objective: 0.99, ...some },
})

export function step(
  at: number,
  what: FaultStep,
  some: { fault?: string; round?: number; replica?: string } = {},
): RunEvent {
  const { fault = 'kill', round = 0, replica = 'b' } = some
  return { at: nanos(at * MS), kind: 'fault', fault, round, replica, step: what, method: 'SIGKILL', because: '' }
}

/** A request as a healthy replica answers it: first token after 100 ms, all of it after 2 s. */
export function healthy(due: number, replica: string): RequestRow {
  return { due, replica, first: due + 100, done: due + 2000, tokens: 20, stall: 50 }
}

/**
 * Ten requests a second over three replicas for three minutes. `b` dies at 60 s: its six open requests fail 3 ms later,
 * two more are refused until it is left out 400 ms after its death, and for six seconds every other request is slow. It
 * is started again at 90 s, answers a probe at 96.2 s, and takes requests from 97 s on, with first tokens 200 ms late.
 */
export function killedRequests(): RequestRow[] {
  return Array.from({ length: 1800 }, (_, i) => {
    const due = i * 100
    const turn = ['a', 'b', 'c'][i % 3]
    const out = due > KILL + 400 && due < 97_000
    const row = healthy(due, turn === 'b' && out ? 'ac'[i % 2] : turn)
    if (row.replica === 'b') return onVictim(row, due)
    return due >= KILL && due < KILL + 6000 && i % 2 === 0 ? { ...row, first: due + 1000, done: due + 3000 } : row
  })
}

function onVictim(row: RequestRow, due: number): RequestRow {
  if (due > KILL && due <= KILL + 400)
    return { ...row, sent: null, issued: due, first: null, done: due + 3, outcome: 'connect' }
  if (due >= 97_000) return { ...row, first: due + 300 }
  if (due <= KILL && row.done! > KILL)
    return { ...row, done: KILL + 3, outcome: due > KILL - 300 ? 'reset' : 'truncated' }
  return row
}

export const killEvents: readonly RunEvent[] = [
  step(KILL, 'issued'),
  step(KILL + 2, 'confirmed'),
  { at: nanos((KILL + 410) * MS), kind: 'target', replica: 'b', state: 'ejected', because: 'refused' },
  step(90_000, 'restarted'),
  step(95_000, 'port-open'),
  step(96_000, 'ready'),
  step(96_200, 'answers'),
  { at: nanos(96_500 * MS), kind: 'target', replica: 'b', state: 'admitted', because: 'ready' },
]

export function killedLog(options: Partial<LogOptions> = {}) {
  return fixtureLog({
    requests: killedRequests(),
    events: killEvents,
    window: [0, 180_000],
    slo: { request: [{ text: 'ttft <= 500ms', metric: 'ttft', limit: 500 * MS }], run: [] },
    scenario: settings(),
    ...options,
  })
}

/** The one impact of that log. */
export async function impactOf(options: Partial<LogOptions> = {}): Promise<Impact> {
  const { impacts } = await analyze(killedLog(options))
  assert.equal(impacts.length, 1)
  return impacts[0]
}
