import { monitorEventLoopDelay } from 'node:perf_hooks'
import { NS_PER_MS } from '../../base/nanos.ts'
import { type Examined, examined } from './check.ts'

const RESOLUTION_MS = 10
const WATCHED_MS = 1000
/** Past this a run is invalid: docs/methodology.md §2. */
const LATE_MS = 10

/** How late this process comes to its turn while it does nothing: what other processes take from it. */
export async function loopLag(): Promise<Examined> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delay.enable()
  await new Promise((resolve) => setTimeout(resolve, WATCHED_MS))
  delay.disable()
  const late = (value: number) => Math.max(0, value / NS_PER_MS - RESOLUTION_MS)
  const p99 = late(delay.percentile(99))
  const said = `p99 ${p99.toFixed(2)} ms, max ${late(delay.max).toFixed(2)} ms, over an idle second`
  const hint = 'something else keeps the cores busy: end it, or the generator will be late and its runs invalid'
  return examined('event loop', p99, said, p99 < LATE_MS / 2, hint)
}
