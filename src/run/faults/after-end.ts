import { EXIT, Failure } from '../../base/failure.ts'
import { spellDuration } from '../../base/quantity.ts'
import type { PlanSummary } from '../../model/run-log.ts'
import type { Round } from './schedule.ts'

/**
 * Where the length of the load is known, no round may come at its end or later: nobody would feel it.
 * @throws Failure `fault.after-end`
 */
export function refuseAfterEnd(rounds: readonly Round[], plan: PlanSummary): void {
  for (const round of rounds) {
    const { start } = round
    const end = plan.window.to
    const requests = plan.queries === null ? null : plan.queries * plan.samplesPerQuery
    if (end !== null && start.kind === 'at' && start.at >= end) {
      throw late(round, `at ${spellDuration(start.at)}`, `the measured load ends at ${spellDuration(end)}`)
    }
    if (end !== null && start.kind === 'after' && start.delay >= end) {
      throw late(
        round,
        `${spellDuration(start.delay)} after its first`,
        `the measured load ends at ${spellDuration(end)}`,
      )
    }
    if (requests !== null && start.kind === 'after' && start.requests >= requests) {
      throw late(round, `after ${start.requests} requests`, `the load has ${requests}`)
    }
  }
}

function late({ fault, round }: Round, when: string, but: string): Failure {
  const which = fault.repeat.times === 1 ? '' : ` (round ${round + 1} of ${fault.repeat.times})`
  return new Failure('fault.after-end', `fault ${fault.name}${which} would come ${when}, but ${but}`, {
    exit: EXIT.usage,
    hint: 'let it come earlier, or the load last longer; recovery needs time after it as well',
  })
}
