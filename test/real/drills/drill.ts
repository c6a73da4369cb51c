import type { CheckList } from '../check-list.ts'
import type { ResultLine } from '../checks.ts'
import type { RealServer, Surface } from '../real-server.ts'
import type { RunningServer } from '../running-server.ts'

/** Something goes wrong in the middle of a run against a real server; what is left must be true all the same. */
export interface Drill {
  readonly name: string
  run(server: RealServer, surface: Surface, up: RunningServer): Promise<Drilled>
}

export interface Drilled {
  list: CheckList
  books: ResultLine['books']
  /** In a few words, for the table. */
  saw: string
}

/** A steady open loop that keeps several answers open at any time. */
export function steadyLoad(server: RealServer, surface: Surface, url: string, seconds: number): object {
  const load = { rate: `${surface.rate}/s`, duration: `${seconds}s`, drain: '20s', warmup: { requests: 1 } }
  return { ...drillBase(server, surface, url, 100), load: { arrivals: 'constant', ...load } }
}

/** One long answer and nothing else. */
export function oneAnswer(server: RealServer, surface: Surface, url: string): object {
  const load = { rate: '1/s', queries: 1, tail: '0s', drain: '60s', warmup: { requests: 0 } }
  return { ...drillBase(server, surface, url, 1500), load: { arrivals: 'constant', ...load } }
}

function drillBase(server: RealServer, surface: Surface, url: string, output: number): object {
  return {
    tailgate: 1,
    name: `${server.name} drill`,
    targets: { name: server.name, url, protocol: surface.protocol, model: surface.model },
    dataset: 'tensors' in surface.dataset ? surface.dataset : { synthetic: { count: 64, input: 32, output } },
    request: { ...surface.request, timeouts: { gap: '10s' } },
  }
}
