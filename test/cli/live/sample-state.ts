import { nanos } from '../../../src/base/nanos.ts'
import type { LiveState, ReplicaState } from '../../../src/cli/live/live-state.ts'

const MS = 1e6
const S = 1e9

/** A chat run in its second minute. */
export function sampleState(changes: Partial<LiveState> = {}): LiveState {
  return {
    name: 'chat release gate',
    stage: 'measuring',
    elapsed: nanos(72 * S),
    progress: { by: 'time', share: 0.12, left: 528 * S, total: 600 * S },
    issued: 1440,
    inFlight: 12,
    done: 1428,
    ok: 1420,
    failures: [
      { outcome: 'http_5xx', n: 5 },
      { outcome: 'reset', n: 3 },
    ],
    rates: { offered: 20, achieved: 19.8, good: 19.6, tokens: 1234.4 },
    ttft: { n: 1400, p50: 120 * MS, p99: 431.2 * MS },
    itl: { n: 90_000, p50: 11 * MS, p99: 38 * MS },
    latency: { n: 1400, p50: 2.2 * S, p99: 4.4 * S },
    generator: { lagP99: nanos(0.21 * MS), loopDelayP99: nanos(0.4 * MS), cpu: 0.23 },
    replicas: [],
    lagLimit: 10 * MS,
    ...changes,
  }
}

/** One of three that share a load evenly. */
export function sampleReplica(name: string, changes: Partial<ReplicaState> = {}): ReplicaState {
  const wait = { n: 400, p50: 120 * MS, p99: 431.2 * MS }
  return { name, state: 'in', inFlight: 4, share: 1 / 3, failed: 0, good: 6.5, wait, ...changes }
}
