import { fromSeconds, nanos } from '../../base/nanos.ts'
import type { ClosedLoad, Load, OpenLoad } from '../../model/scenario.ts'
import type { LoadFile } from '../schema/load.ts'
import { resolveArrivals, stagesLength } from './arrivals.ts'
import type { Inspection } from './inspection.ts'
import { resolveMlperf } from './mlperf.ts'

/** docs/methodology.md §3: every replica has answered five requests before anything counts. */
const WARMUP_REQUESTS = 5
/** docs/methodology.md §1: the load stays up until the last measured request has ended; this is the longest it may take. */
const TAIL = fromSeconds(30)

/** Keys that belong to one way of setting the pace only. */
const OWN_KEYS = {
  open: ['arrivals', 'rate', 'cap', 'tail', 'burstiness', 'stages', 'gaps', 'trace'],
  closed: ['concurrency', 'think'],
  mlperf: ['scenario', 'mlperf', 'user_conf', 'model', 'rate'],
} as const

const NAMES = {
  open: 'an open loop (load.arrivals)',
  closed: 'a closed loop (load.concurrency)',
  mlperf: 'an MLPerf scenario (load.scenario)',
}

/** Fills in what the load of a file leaves open, and refuses what does not go together. */
export function resolveLoad(given: LoadFile, inspection: Inspection): Load {
  const loop = loopOf(given)
  refuseForeignKeys(given, loop, inspection)
  const common = {
    warmup: { requests: given.warmup?.requests ?? WARMUP_REQUESTS, duration: given.warmup?.duration ?? nanos(0) },
    drain: given.drain ?? fromSeconds(30),
    seed: { order: given.seed?.order ?? '0', schedule: given.seed?.schedule ?? '0' },
  }
  const load = { mlperf: resolveMlperf, closed: resolveClosed, open: resolveOpen }[loop](given, common, inspection)
  refuseLongWarmup(load, inspection)
  return load
}

type LoadCommon = Pick<OpenLoad, 'warmup' | 'drain' | 'seed'>

function loopOf(given: LoadFile): Load['loop'] {
  if (given.scenario !== undefined) return 'mlperf'
  return given.concurrency !== undefined && given.arrivals === undefined ? 'closed' : 'open'
}

function refuseForeignKeys(given: LoadFile, loop: Load['loop'], inspection: Inspection): void {
  const own: readonly string[] = OWN_KEYS[loop]
  for (const key of Object.keys(given)) {
    if (own.includes(key)) continue
    const owner = (Object.keys(OWN_KEYS) as Load['loop'][]).find((one) =>
      (OWN_KEYS[one] as readonly string[]).includes(key),
    )
    if (owner === undefined) continue
    const hint = key === 'rate' ? 'a closed loop has no rate: leave out rate, or concurrency' : undefined
    inspection.refuse(['load', key], `${key} belongs to ${NAMES[owner]}, this load is ${NAMES[loop]}`, hint)
  }
}

function resolveOpen(given: LoadFile, common: LoadCommon, inspection: Inspection): OpenLoad {
  const arrivals = resolveArrivals(given, inspection)
  const length = arrivals.kind === 'stages' ? stagesLength(arrivals) - common.warmup.duration : null
  const duration = given.duration ?? (length === null ? null : nanos(Math.max(0, length)))
  if (length !== null && given.duration !== undefined && given.duration > length) {
    inspection.refuse(['load', 'duration'], 'longer than its stages last after the warm-up')
  }
  const ends = duration !== null || given.queries !== undefined || arrivals.kind === 'trace'
  if (!ends) refuseEndless(inspection)
  return {
    loop: 'open',
    arrivals,
    duration,
    queries: given.queries ?? null,
    cap: given.cap ?? null,
    tail: given.tail ?? TAIL,
    ...common,
  }
}

function resolveClosed(given: LoadFile, common: LoadCommon, inspection: Inspection): ClosedLoad {
  if (given.duration === undefined && given.queries === undefined) refuseEndless(inspection)
  const [slots, think] = [given.concurrency ?? 1, given.think ?? nanos(0)]
  return { loop: 'closed', slots, think, duration: given.duration ?? null, queries: given.queries ?? null, ...common }
}

function refuseEndless(inspection: Inspection): void {
  inspection.refuse(['load'], 'nothing ends this load', 'give a duration such as 60s, or a number of queries')
}

function refuseLongWarmup(load: Load, inspection: Inspection): void {
  const path = ['load', 'warmup', 'duration']
  const { duration } = load.warmup
  if (load.loop === 'mlperf') {
    if (duration > 0) inspection.refuse(path, 'LoadGen’s schedule has no warm-up part', 'use warmup.requests')
  } else if (load.duration !== null && duration > load.duration) {
    inspection.refuse(path, 'the warm-up is longer than the measured window')
  }
}
