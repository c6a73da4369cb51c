import { nanos } from '../../src/base/nanos.ts'
import type { Fault, FaultStep } from '../../src/model/fault.ts'
import type { Impact } from '../../src/model/impact.ts'
import type { RunEvent } from '../../src/model/run-log.ts'
import type { Scenario } from '../../src/model/scenario.ts'
import type { RunBound } from '../../src/model/slo.ts'
import type { AUDITS } from '../../src/verdict/audits/index.ts'
import type { fixtureScenario } from '../analysis/fixture-log.ts'
import type { Deviation } from './sound-run.ts'

const S = 1e9

export function faultEvents(...steps: FaultStep[]): RunEvent[] {
  return steps.map((step, i) => ({
    at: nanos((200 + i) * S),
    kind: 'fault',
    fault: 'kill',
    round: 0,
    replica: 'b',
    step,
    method: 'SIGKILL',
    because: 'the port still accepts',
  }))
}

const target = (replica: string, state: 'joined' | 'ejected' | 'admitted'): RunEvent => ({
  at: nanos(201 * S),
  kind: 'target',
  replica,
  state,
  because: 'refused',
})

/** An impact that nothing can be said against, in seconds. */
export function impact(
  some: { before?: number; after?: number; recovery?: number; dark?: number; rate?: number } = {},
): Partial<Impact> {
  const { before = 200, after = 400, recovery = 6, dark = 0, rate = 20 } = some
  return {
    fault: 'kill',
    round: 0,
    replica: 'b',
    milestones: { issued: nanos(200 * S) } as Impact['milestones'],
    reference: { from: nanos((200 - before) * S), inherited: false } as Impact['reference'],
    observed: { from: nanos(200 * S), to: nanos((200 + after) * S) },
    recovery: { value: nanos(recovery * S), atLeast: false },
    dark: { longest: nanos(S), requests: dark },
    offered: { before: { rate: 20, seconds: before }, since: { rate, seconds: 60 } },
  }
}

const closed = { loop: 'closed', slots: 4 } as Partial<Scenario['load']>
const hits = (n: number) => ({ n }) as Impact['hits']

const twice = [impact(), impact()]
const planned = { scenario: { faults: [{ name: 'kill' } as Fault] } }
const available: RunBound = {
  text: 'availability >= 99%',
  metric: 'availability',
  stat: 'value',
  compare: '>=',
  limit: 0.99,
}

type Case = [
  id: keyof typeof AUDITS,
  what: string,
  run: Deviation,
  scenario: Parameters<typeof fixtureScenario>[0],
  fires: boolean,
]

/** When the rules on faults speak, and when not. */
export const FAULT_CASES: Case[] = [
  ['fault-not-confirmed', 'a kill without effect', { events: faultEvents('issued', 'failed') }, planned, true],
  ['fault-not-confirmed', 'a kill that was never read back', { events: faultEvents('issued') }, planned, true],
  ['fault-not-confirmed', 'a kill that was read back', { events: faultEvents('issued', 'confirmed') }, planned, false],
  ['fault-skipped', 'nobody there to be hit', { events: faultEvents('skipped') }, planned, true],
  ['fault-skipped', 'a fault that nothing was heard of', {}, planned, true],
  ['fault-skipped', 'one whose run was cut off first', { seal: null }, planned, false],
  ['fault-skipped', 'a kill that took place', { events: faultEvents('issued', 'confirmed') }, planned, false],
  ['fault-window-short', 'half a minute before it', { impacts: [impact({ before: 30 })] }, {}, true],
  ['fault-window-short', 'one minute after it', { impacts: [impact({ after: 60 })] }, {}, true],
  ['fault-window-short', 'a recovery of half the rest', { impacts: [impact({ recovery: 200 })] }, {}, true],
  ['fault-window-short', 'time enough on both sides', { impacts: [impact()] }, {}, false],
  ['replica-other-model', 'another model', { events: faultEvents('issued', 'confirmed', 'other-model') }, {}, true],
  ['undo-failed', 'a toxic that stays', { events: faultEvents('issued', 'confirmed', 'undo-failed') }, {}, true],
  ['undo-failed', 'a toxic taken back', { events: faultEvents('issued', 'confirmed', 'undone') }, {}, false],
  ['fault-hit-nobody', 'an idle replica', { impacts: [{ ...impact(), hits: hits(0) }] }, {}, true],
  ['fault-hit-nobody', 'one with a request', { impacts: [{ ...impact(), hits: hits(1) }] }, {}, false],
  ['all-replicas-down', 'nobody answers', { impacts: [impact({ dark: 20 })] }, {}, true],
  ['all-replicas-down', 'one failure in a slow second', { impacts: [impact({ dark: 1 })] }, {}, false],
  ['all-replicas-down', 'all of two left out', { events: [target('a', 'ejected'), target('b', 'ejected')] }, {}, true],
  [
    'all-replicas-down',
    'all that were discovered left out, though the target itself is none of them',
    {
      events: [target('x', 'joined'), target('y', 'joined'), target('x', 'ejected'), target('y', 'ejected')],
    },
    {},
    true,
  ],
  [
    'all-replicas-down',
    'one after the other left out',
    { events: [target('b', 'ejected'), target('b', 'admitted'), target('a', 'ejected')] },
    {},
    false,
  ],
  ['unsteady-load', 'a step up just then', { impacts: [impact({ rate: 40 })] }, {}, true],
  ['unsteady-load', 'a rate that scatters', { impacts: [impact({ rate: 21.5 })] }, {}, false],
  ['unsteady-load', 'nothing before it', { impacts: [impact({ before: 0 })] }, {}, false],
  [
    'unsteady-load',
    'a closed loop that waits for the dead',
    { impacts: [impact({ rate: 10 })] },
    { load: closed },
    false,
  ],
  ['single-kill', 'one fault', { impacts: [impact()] }, {}, true],
  ['single-kill', 'two', { impacts: twice }, {}, false],
  ['single-kill', 'none', {}, {}, false],
  [
    'one-event-availability',
    'a bound on availability',
    { impacts: [impact()] },
    { slo: { request: [], run: [available] } },
    true,
  ],
  [
    'one-event-availability',
    'the same over two faults',
    { impacts: twice },
    { slo: { request: [], run: [available] } },
    false,
  ],
]
