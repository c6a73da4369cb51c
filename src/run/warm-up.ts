import { EXIT, Failure } from '../base/failure.ts'
import type { Scenario } from '../model/scenario.ts'
import { share } from './issue/open.ts'
import type { Launchpad } from './launchpad.ts'
import type { Plan } from './plan.ts'
import type { Replica } from './replica.ts'

/** Connections opened ahead of an open loop, per lane: one second of load, within reason. */
const OPEN_LOOP_CONNECTIONS = 64

/**
 * Opens connections and sends the warm-up requests, one after another to each target, all before the run's zero.
 * @throws Failure `target.unreachable` when no connection can be made, `target.refuses` when a target calls every
 *   warm-up request wrong (wrong key, model or path): a measured run would only repeat it
 */
export async function warmUp(
  plan: Plan,
  scenario: Scenario,
  replicas: readonly Replica[],
  launchpad: Launchpad,
  lane: number,
  lanes: number,
): Promise<void> {
  const connections = Math.ceil(expectedWidth(plan) / lanes / replicas.length)
  await Promise.all(replicas.map(({ transport }) => transport.warm(connections)))
  const requests = share(scenario.load.warmup.requests, lane, lanes)
  await Promise.all(replicas.map((replica, index) => warmReplica(replica, index, requests)))

  async function warmReplica(replica: Replica, index: number, count: number): Promise<void> {
    let refused = 0
    let message: string | null = null
    for (let i = 0; i < count; i++) {
      const number = -1 - (lane + lanes * (index + replicas.length * i))
      const query = (index + replicas.length * i) % (Number.isFinite(plan.queries) ? plan.queries : 1)
      await new Promise((landed) => launchpad.sendWarmUp(number, plan.sample(query, 0), index, landed))
      const { outcome, status } = launchpad.lastLanding
      if (outcome === 'http_4xx') {
        refused++
        message = `answers ${status}: ${launchpad.lastLanding.message ?? 'no message'}`
      }
    }
    if (count > 0 && refused === count) throw refuses(replica, message ?? '')
  }
}

function expectedWidth(plan: Plan): number {
  if (plan.loop === 'closed') return plan.slots * plan.samplesPerQuery
  return Math.min(OPEN_LOOP_CONNECTIONS, plan.queries * plan.samplesPerQuery, plan.cap ?? Number.POSITIVE_INFINITY)
}

function refuses(replica: Replica, message: string): Failure {
  const { target } = replica
  return new Failure('target.refuses', `target ${replica.name} (${target.url}) ${message}`, {
    exit: EXIT.usage,
    hint: `check its apiKey, model (${target.model ?? 'none given'}) and protocol (${target.protocol}), then run again`,
  })
}
