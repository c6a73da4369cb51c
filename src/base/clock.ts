import { performance } from 'node:perf_hooks'
import type { Nanos } from './nanos.ts'

/** Reads one monotonic clock, in integer nanoseconds since an origin that all threads of the machine share. */
export type Clock = () => Nanos

/**
 * The system's monotonic clock. `performance.now()` is cheap and allocates nothing but counts from its own thread's
 * start, so each thread adds the distance to the shared origin of `process.hrtime`, found once at the narrowest of
 * several paired readings.
 */
export const systemClock: Clock = makeSystemClock()

function makeSystemClock(): Clock {
  const offset = distanceToSharedOrigin()
  return () => Math.round(performance.now() * 1e6 + offset) as Nanos
}

function distanceToSharedOrigin(): number {
  let narrowest = Number.POSITIVE_INFINITY
  let offset = 0
  for (let i = 0; i < 64; i++) {
    const before = process.hrtime.bigint()
    const local = performance.now() * 1e6
    const after = process.hrtime.bigint()
    const width = Number(after - before)
    if (width >= narrowest) continue
    narrowest = width
    offset = Number(before) + width / 2 - local
  }
  return offset
}
