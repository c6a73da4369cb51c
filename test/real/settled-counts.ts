import { setTimeout as sleep } from 'node:timers/promises'
import type { Counts } from './counts.ts'
import type { Samples } from './metrics-page.ts'
import type { RealServer, Surface } from './real-server.ts'
import type { RunningServer } from './running-server.ts'

/**
 * What a server counted since an earlier reading. Servers bring their metrics up to date a little after the last answer:
 * reads until two readings agree.
 */
export async function settledCounts(
  server: RealServer,
  surface: Surface,
  up: RunningServer,
  before: Samples,
): Promise<Counts> {
  let last = server.count(before, await up.metrics(), surface)
  for (let tries = 0; tries < 10; tries++) {
    await sleep(500)
    const next = server.count(before, await up.metrics(), surface)
    if (JSON.stringify(next) === JSON.stringify(last)) return next
    last = next
  }
  return last
}
