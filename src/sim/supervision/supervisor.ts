import { EXIT, Failure } from '../../base/failure.ts'
import { type Nanos, NS_PER_MS } from '../../base/nanos.ts'
import type { KeptSettings, ReplicaSettings } from '../settings.ts'
import type { Life } from './life.ts'
import { ReplicaProcess } from './replica-process.ts'

/** How a dead replica comes back, on the same port. */
export interface RestartPolicy {
  /** So long after its end was seen; null: only when it is asked to. */
  after: Nanos | null
  /** How long its model takes to load, on top of the start of a process (about 0.2 s). */
  load: Nanos
  /** The port is open while the model loads, and everything is answered with 503; otherwise it refuses until then. */
  earlyPort?: boolean
}

export type Change = 'ready' | 'ended'

export interface Supervision {
  policy: RestartPolicy | null
  /** Where a life keeps what outlives it, and what the one before left. */
  keep(life: number): Omit<KeptSettings, 'life'>
  onChange(change: Change, life: Life): void
}

/** Keeps one replica: starts its processes one after another, knows the lives of all, and ends the last. */
export class Supervisor {
  readonly #supervision: Supervision
  readonly #processes: ReplicaProcess[] = []
  #settings: ReplicaSettings
  #timer: NodeJS.Timeout | undefined
  #stopped = false
  #ready = Promise.withResolvers<void>()

  constructor(settings: ReplicaSettings, supervision: Supervision) {
    this.#settings = settings
    this.#supervision = supervision
  }

  get name(): string {
    return this.#settings.name
  }
  /** Known once it has served. */
  get port(): number {
    return this.#settings.port
  }
  get lives(): readonly Life[] {
    return this.#processes.map(({ life }) => ({ ...life }))
  }
  /** The process that lives, or lived last. */
  get current(): ReplicaProcess {
    return this.#processes.at(-1)!
  }
  /** Resolves when it serves, which may be at once; never after `stop`. */
  get ready(): Promise<void> {
    return this.#ready.promise
  }

  /** Begins a life; every one after the first has the port of the first. @throws Failure when it ends before it serves */
  async start(): Promise<void> {
    if (this.#stopped)
      throw new Failure('sim.stopped', `${this.name} was stopped with its fleet.`, { exit: EXIT.usage })
    const life = this.#processes.length
    const { policy, keep } = this.#supervision
    const again = life > 0 && policy ? { load: policy.load, earlyPort: policy.earlyPort ?? false } : {}
    const process = new ReplicaProcess({ ...this.#settings, ...again, ...keep(life), life })
    this.#processes.push(process)
    void process.exited.then(() => this.#ended(process))
    try {
      this.#settings = { ...this.#settings, port: await process.ready }
    } catch (error) {
      await process.kill('SIGKILL')
      throw error
    }
    this.#supervision.onChange('ready', process.life)
    this.#ready.resolve()
  }

  /** Starts it again now, ended first where it lives; resolves when it serves. @throws Failure */
  async restart(): Promise<void> {
    await this.current.kill('SIGKILL')
    clearTimeout(this.#timer)
    await this.start()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await Promise.all(this.#processes.map((process) => process.kill('SIGKILL')))
  }

  #ended(process: ReplicaProcess): void {
    const { policy, onChange } = this.#supervision
    if (this.#stopped) return
    if (process.life.ready !== null) this.#ready = Promise.withResolvers()
    onChange('ended', process.life)
    const served = this.#processes.some(({ life }) => life.ready !== null)
    if (!served || policy === null || policy.after === null) return
    this.#timer = setTimeout(() => void this.start().catch(() => {}), policy.after / NS_PER_MS)
  }
}
