import { spellDuration } from '../../base/quantity.ts'
import type { Fault } from '../../model/fault.ts'
import type { FaultTarget } from './director.ts'
import { prepareFaults } from './prepare.ts'
import type { ProxyControl } from './proxy-control.ts'
import { describeUndo, undoOf } from './undo-of.ts'

/** What one fault would do to one replica. */
export interface FaultDescription {
  fault: string
  /** A replica it may hit: the one that it is for, or each where it is chosen during the run. */
  replica: string
  /** `as named`, `by rotation`, `if chosen at random`, `if busiest`. */
  chosen: string
  /** `at 60s`, `3 times, every 30s, from 60s on`. */
  when: string
  /** `SIGKILL to pid 123 (python) and its descendants 124 (python)`. */
  what: string
  /** How long it lasts, and how it is undone. */
  undo: string
  /** How it is known that it took effect, and within what. */
  confirmed: string
}

/**
 * What every fault would do, found out on the live system and without doing any of it.
 * @throws Failure when one cannot be done, as `createDirector` would
 */
export async function describeFaults(
  faults: readonly Fault[],
  targets: readonly FaultTarget[],
  proxy: ProxyControl | null,
): Promise<FaultDescription[]> {
  const prepared = await prepareFaults(faults, targets, proxy)
  return prepared.map(({ mission, method }) => {
    const { fault, target } = mission
    const undo = describeUndo(undoOf(mission, method, fault.name))
    return {
      fault: fault.name,
      replica: target.name,
      chosen: chosenHow(fault, target.name),
      when: whenText(fault),
      what: method.describe(),
      undo: `${fault.duration === null ? 'at the end of the run' : `after ${spellDuration(fault.duration)}`}: ${undo}`,
      confirmed: `${method.readBack}, within ${spellDuration(method.patience)}`,
    }
  })
}

function chosenHow({ which }: Fault, replica: string): string {
  if (which === 'busiest') return 'if busiest'
  if ('random' in which) return `if chosen at random, seed ${which.random}`
  return which.replica === replica ? 'as named' : 'by rotation'
}

function whenText({ when, repeat }: Fault): string {
  const first =
    when.kind === 'at'
      ? `at ${spellDuration(when.at)}`
      : when.kind === 'after'
        ? `after ${when.requests} requests`
        : `${spellDuration(when.offset)} into the measured window`
  if (repeat.times === 1) return first
  return `${first}, ${repeat.times} times, one every ${spellDuration(repeat.every)}`
}
