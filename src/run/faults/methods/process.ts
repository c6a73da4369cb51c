import { EXIT, Failure } from '../../../base/failure.ts'
import { fromSeconds, type Nanos } from '../../../base/nanos.ts'
import type { FaultSignal } from '../../../model/fault.ts'
import { parseEndpoint } from '../../transport/endpoint.ts'
import { askerOf } from '../asker-of.ts'
import { portState } from '../port-state.ts'
import { treeOf } from '../processes/family.ts'
import { guardOthers } from '../processes/guard-others.ts'
import { listenersOf } from '../processes/listeners.ts'
import { localAddresses } from '../processes/local-address.ts'
import { isAlive, type Process, programOf, readProcess, readProcesses } from '../processes/process-table.ts'
import { type ServerProcesses, serverProcesses } from '../processes/server-processes.ts'
import { readinessOf } from '../readiness.ts'
import type { Undo } from '../undo.ts'
import type { Action, Method, Mission, Seen } from './method.ts'

const LOOK_MS = 250
/** A tree may grow while it is being stopped, but only by what is not stopped yet. */
const MOST_SWEEPS = 8

/** A request to end is told to the topmost process, as a supervisor does; force and freezing take the whole tree. */
const TAKES_TREE: ReadonlySet<string> = new Set(['KILL', 'STOP'])

const ENDING = 'the port refuses, the process is gone, or it says that it is not ready'
const READ_BACK: { readonly [S in FaultSignal]: string } = {
  KILL: 'every process is gone and the port refuses',
  STOP: 'every process is in state T',
  TERM: ENDING,
  INT: ENDING,
}

/** Signals to a replica of this machine. */
export class ProcessMethod implements Method {
  readonly name: string
  readonly ends: boolean
  readonly patience: Nanos
  readonly readBack: string
  readonly #mission: Mission<Action<'process'>>
  readonly #tree: boolean
  #found: ServerProcesses = { roots: [], all: [], table: new Map() }
  /** Made while its processes still have a command line. */
  #description = ''
  /** Hit, by pid. */
  #hit = new Map<number, Process>()

  constructor(mission: Mission<Action<'process'>>) {
    const { signal, tree } = mission.action
    this.#mission = mission
    this.#tree = tree && TAKES_TREE.has(signal)
    this.name = `SIG${signal}`
    this.ends = signal !== 'STOP'
    this.readBack = READ_BACK[signal]
    this.patience = fromSeconds(signal === 'TERM' || signal === 'INT' ? 30 : 5)
  }

  get pid(): number | null {
    return this.#found.roots[0]?.pid ?? null
  }

  get undo(): Undo | null {
    if (this.ends) return null
    const known = new Map([...this.#found.all.map((each) => [each.pid, each] as const), ...this.#hit])
    const processes = [...known.values()].map(({ pid, start }) => ({ pid, start }))
    return { kind: 'continue', processes, tree: this.#tree }
  }

  async prepare(): Promise<void> {
    const { target, others, action } = this.#mission
    this.#found = await serverProcesses(target, action.by, this.#tree)
    await guardOthers(target, others, this.#found.all)
    if (!this.ends) mustRun(target.name, this.#found.roots)
    this.#description = `${this.name} to ${describe(this.#found)}`
  }

  async inject(stamp: () => void): Promise<void> {
    const processes = this.#found.all.filter(isAlive)
    const gone = this.#found.roots.find((root) => !processes.includes(root))
    if (gone) throw new Failure('fault.no-process', `pid ${gone.pid} ended just before`, { exit: EXIT.invalid })
    stamp()
    for (const each of processes) this.#signal(each)
    if (!this.ends && this.#tree) this.#stopLatecomers()
  }

  async confirm(): Promise<Seen> {
    if (!this.ends) return this.#allStopped()
    return this.#mission.action.signal === 'KILL' ? this.#allGone() : this.#ending()
  }

  describe(): string {
    return this.#description
  }

  #signal(each: Process): void {
    try {
      process.kill(each.pid, this.name)
      this.#hit.set(each.pid, each)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }

  /** Children that were begotten between the look and the signal. */
  #stopLatecomers(): void {
    for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
      const tree = treeOf([...this.#hit.keys()], readProcesses())
      const late = tree.filter(({ pid }) => !this.#hit.has(pid))
      if (late.length === 0) return
      for (const each of late) this.#signal(each)
    }
  }

  #allStopped(): Seen {
    const running = [...this.#hit.values()].filter((each) => isAlive(each) && readProcess(each.pid)?.state !== 'T')
    if (running.length > 0) return { took: false, what: `${pids(running)} not stopped` }
    return { took: true, what: `${pids([...this.#hit.values()])} stopped` }
  }

  async #allGone(): Promise<Seen> {
    const hit = [...this.#hit.values()]
    const left = hit.filter(isAlive)
    if (left.length > 0) return { took: false, what: `${pids(left)} not gone` }
    const { refuses, port, known, later } = await this.#port()
    const gone = `${pids(hit)} gone`
    if (refuses) return { took: true, gone: true, what: `${gone}, port ${port} refuses` }
    if (known.length > 0) return { took: false, what: `${gone}, but ${pids(known)} listens on port ${port} as well` }
    if (later.length === 0) return { took: false, what: `${gone}, but port ${port} still accepts` }
    return { took: true, gone: true, what: `${gone}; ${pids(later)} listens on port ${port} since` }
  }

  /** Asked to end, a server may finish answers first: any sign that it is about to is enough. */
  async #ending(): Promise<Seen> {
    const { target } = this.#mission
    const hit = [...this.#hit.values()]
    const { refuses, port, known, later } = await this.#port()
    if (refuses) return { took: true, gone: true, what: `port ${port} refuses` }
    if (!hit.some(isAlive))
      return { took: true, gone: known.length === 0 && later.length > 0, what: `${pids(hit)} gone` }
    const { state, why } = await readinessOf(target, askerOf(target, LOOK_MS))
    if (state === 'unready') return { took: true, what: `not ready: ${why}` }
    return { took: false, what: `${pids(hit)} still serves (${why})` }
  }

  /** Whether the replica's port is closed, and if not, who listens there: those known from before, or later ones. */
  async #port(): Promise<{ refuses: boolean; port: number; known: Process[]; later: Process[] }> {
    const { host, port } = parseEndpoint(this.#mission.target.url)
    if ((await portState(host, port, LOOK_MS)) !== 'accepts') return { refuses: true, port, known: [], later: [] }
    const addresses = (await localAddresses(host)) ?? []
    const listening = listenersOf(addresses, port).pids.flatMap((pid) => readProcess(pid) ?? [])
    const isKnown = ({ pid, start }: Process): boolean => this.#found.table.get(pid)?.start === start
    return {
      refuses: false,
      port,
      known: listening.filter(isKnown),
      later: listening.filter((each) => !isKnown(each)),
    }
  }
}

/** What is stopped cannot be stopped: it would be taken for done, and let go on by whoever stopped it. */
function mustRun(replica: string, roots: readonly Process[]): void {
  const stopped = roots.filter(({ state }) => state === 'T')
  if (stopped.length === 0) return
  throw new Failure('fault.stopped', `${pids(stopped)} of ${replica} is stopped already`, {
    exit: EXIT.usage,
    hint: `let one fault end before the next begins, or: kill -CONT ${stopped.map(({ pid }) => pid).join(' ')}`,
  })
}

const pids = (list: readonly Process[]): string => `pid ${list.map(({ pid }) => pid).join(', ')}`

function describe({ roots, all }: ServerProcesses): string {
  const named = (each: Process): string => `${each.pid} (${programOf(each)})`
  const rest = all.filter((each) => !roots.includes(each)).map(named)
  return `pid ${roots.map(named).join(', ')}${rest.length > 0 ? ` and its descendants ${rest.join(', ')}` : ''}`
}
