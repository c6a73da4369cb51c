import { EXIT, Failure } from '../base/failure.ts'
import type { Scenario } from '../model/scenario.ts'
import { share } from './issue/open.ts'
import type { Landing } from './landing.ts'
import type { Launchpad } from './launchpad.ts'
import type { Plan } from './plan.ts'
import type { Replica } from './replica.ts'

/** Connections opened ahead of an open loop, per lane: one second of load, within reason. */
const OPEN_LOOP_CONNECTIONS = 64

/**
 * A server that promises to keep its connections and closes them after each answer (llama.cpp) has done so by then: the
 * transport sees it on an idle connection and learns from it, instead of losing the next request to it.
 */
const SETTLING_MILLIS = 20

/**
 * Opens connections and sends the warm-up requests to each target, all before the run's zero.
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
  signal: AbortSignal,
): Promise<void> {
  const connections = Math.ceil(expectedWidth(plan) / lanes / replicas.length)
  await Promise.all(replicas.map(({ transport }) => transport.warm(connections)))
  const requests = share(scenario.load.warmup.requests, lane, lanes)
  await Promise.all(replicas.map((replica, index) => warmReplica(replica, index, requests)))

  /** The first alone, because it may tell that all would be in vain; the others together. */
  async function warmReplica(replica: Replica, index: number, count: number): Promise<void> {
    if (count === 0) return
    const first = await warmOnce(index, 0)
    if (signal.aborted) return
    await new Promise((resolve) => setTimeout(resolve, SETTLING_MILLIS))
    const others = await Promise.all(Array.from({ length: count - 1 }, (_, i) => warmOnce(index, i + 1)))
    const refused = [first, ...others].filter(({ outcome }) => outcome === 'http_4xx')
    if (refused.length === count) throw refuses(replica, refused[0])
  }

  function warmOnce(index: number, turn: number): Promise<Landing> {
    const place = index + replicas.length * turn
    const query = place % (Number.isFinite(plan.queries) ? plan.queries : 1)
    return new Promise((resolve) => {
      launchpad.sendWarmUp(-1 - (lane + lanes * place), plan.sample(query, 0), index, () => {
        resolve({ ...launchpad.lastLanding })
      })
    })
  }
}

function expectedWidth(plan: Plan): number {
  if (plan.loop === 'closed') return plan.slots * plan.samplesPerQuery
  return Math.min(OPEN_LOOP_CONNECTIONS, plan.queries * plan.samplesPerQuery, plan.cap ?? Number.POSITIVE_INFINITY)
}

function refuses(replica: Replica, { status, message: said }: Landing): Failure {
  const { target } = replica
  const message = `answers ${status}: ${said ?? 'no message'}`
  return new Failure('target.refuses', `target ${replica.name} (${target.url}) ${message}`, {
    exit: EXIT.usage,
    hint: `check its apiKey, model (${target.model ?? 'none given'}) and protocol (${target.protocol}), then run again`,
  })
}
