import pLimit from 'p-limit'
import { Failure } from '../../base/failure.ts'
import { NS_PER_MS } from '../../base/nanos.ts'
import type { HealthSettings } from '../../model/fleet.ts'
import { type Asker, ask } from '../discover/ask.ts'
import { baseUrlOf } from '../discover/base-url.ts'
import { HEALTH_PATHS, saysReady } from '../discover/health-path.ts'
import { sayingOf } from '../discover/refusal.ts'
import type { Member } from '../replica.ts'
import type { FleetState } from './fleet-state.ts'

/** Polls at a time: they must not disturb the load. */
const AT_ONCE = 16

export interface ReadinessWatch {
  /** Polls this replica too, which the fleet knows by its name. @throws Failure `target.url` */
  add(member: Member): void
  /** Polls each replica once that is not being polled already. */
  round(): Promise<void>
  stop(): void
}

interface Polled {
  replica: number
  asker: Asker
  path: string
  failures: number
  isOpen: boolean
}

/**
 * Polls the health endpoint of each replica on connections of its own: so many polls in a row without a 2xx make it
 * unready, the first 2xx ready again. Refused, reset, late and any other status are all "not ready".
 */
export function watchReadiness(
  settings: HealthSettings,
  fleet: FleetState,
  members: readonly Member[],
): ReadinessWatch {
  const limit = pLimit(AT_ONCE)
  const polled = new Map<string, Polled>()
  for (const member of members) add(member)
  let isStopped = false
  const timer = setInterval(() => void round(), settings.every / NS_PER_MS)
  return { add, round, stop }

  function add({ target, access }: Member): void {
    polled.set(target.name, {
      replica: fleet.indexOf(target.name),
      asker: { baseUrl: baseUrlOf(target.url), access, timeoutMs: settings.timeout / NS_PER_MS },
      path: settings.path ?? HEALTH_PATHS[target.protocol],
      failures: 0,
      isOpen: false,
    })
  }

  async function round(): Promise<void> {
    const due = [...polled.values()].filter(({ isOpen, replica }) => !isOpen && !fleet.isGone(replica))
    for (const each of due) each.isOpen = true
    await Promise.all(due.map((each) => limit(poll, each)))
  }

  async function poll(each: Polled): Promise<void> {
    const { replica, path } = each
    const trouble = isStopped ? null : await troubleOf(each)
    each.isOpen = false
    if (isStopped || polled.get(fleet.name(replica)) !== each) return
    each.failures = trouble === null ? 0 : each.failures + 1
    if (trouble === null) fleet.ready(replica, `${path} was answered`)
    else if (each.failures >= settings.failures) fleet.unready(replica, causeOf(each, trouble))
  }

  function stop(): void {
    isStopped = true
    clearInterval(timer)
  }
}

async function troubleOf({ asker, path }: Polled): Promise<string | null> {
  try {
    const reply = await ask(asker, path)
    return saysReady(reply) ? null : sayingOf(reply)
  } catch (error) {
    if (error instanceof Failure) return error.message
    throw error
  }
}

const causeOf = ({ failures, path }: Polled, trouble: string): string =>
  failures === 1 ? `a poll of ${path} failed: ${trouble}` : `${failures} polls of ${path} failed, the last: ${trouble}`
