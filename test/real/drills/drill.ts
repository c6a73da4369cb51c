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
  const long = { synthetic: { count: 64, input: 32, output: 100 } }
  return {
    tailgate: 1,
    name: `${server.name} drill`,
    targets: { name: server.name, url, protocol: surface.protocol, model: surface.model },
    dataset: 'tensors' in surface.dataset ? surface.dataset : long,
    load: { arrivals: 'constant', rate: `${surface.rate}/s`, duration: `${seconds}s`, drain: '20s' },
    request: surface.request,
  }
}
