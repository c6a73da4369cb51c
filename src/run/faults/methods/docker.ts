import { EXIT, Failure } from '../../../base/failure.ts'
import { fromSeconds } from '../../../base/nanos.ts'
import { isObject, isText, type JsonObject } from '../../protocols/answer/json-object.ts'
import { askerOf } from '../asker-of.ts'
import { readProcess } from '../processes/process-table.ts'
import { readinessOf } from '../readiness.ts'
import { mustExist, mustRun, runCommand } from '../run-command.ts'
import { fill, placesOf } from '../template.ts'
import type { Undo } from '../undo.ts'
import type { Action, Method, Mission, Seen } from './method.ts'

const LOOK_MS = 500

interface ContainerState {
  status: string
  startedAt: string
  pid: number
  /** Started with `--rm`: once it ends there is nothing to start again. */
  removes: boolean
}

const UNKNOWN: ContainerState = { status: '', startedAt: '', pid: 0, removes: false }

/** A container of this machine's Docker, or of the one that its settings point to. */
export class DockerMethod implements Method {
  readonly name: string
  readonly ends: boolean
  readonly patience = fromSeconds(30)
  readonly readBack = 'docker inspect tells of another state or start'
  readonly #mission: Mission<Action<'docker'>>
  readonly #container: string
  readonly #freezes: boolean
  #before = UNKNOWN

  constructor(mission: Mission<Action<'docker'>>) {
    const { action, target } = mission
    this.#mission = mission
    this.#container = fill(action.container, placesOf(target, null))
    this.#freezes = action.do === 'kill' && action.signal === 'STOP'
    this.name = action.do === 'kill' ? `docker kill SIG${action.signal}` : `docker ${action.do}`
    this.ends = action.do !== 'pause' && !this.#freezes
  }

  get pid(): number | null {
    return this.#before.pid || null
  }

  get undo(): Undo | null {
    if (this.ends && this.#before.removes) return null
    const how = this.ends ? ['start'] : this.#freezes ? ['kill', '--signal', 'SIGCONT'] : ['unpause']
    return { kind: 'run', argv: ['docker', ...how, this.#container] }
  }

  async prepare(): Promise<void> {
    mustExist(['docker'], 'install the docker command, or use a process, command or kubectl fault')
    this.#before = await inspect(this.#container)
    if (this.#before.status === 'running') return
    throw new Failure('fault.container', `container ${this.#container} is ${this.#before.status}, not running`, {
      exit: EXIT.usage,
      hint: `docker start ${this.#container}`,
    })
  }

  async inject(stamp: () => void): Promise<void> {
    const argv = this.#argv()
    stamp()
    await mustRun(argv)
  }

  async confirm(): Promise<Seen> {
    if (this.#freezes) return this.#frozen()
    const now = await find(this.#container)
    if (now === null) return { took: this.ends, gone: this.ends, what: `container ${this.#container} is removed` }
    const { status, startedAt } = now
    const what = `container ${this.#container} is ${status}`
    if (!this.ends) return { took: status === 'paused', what }
    const again = startedAt !== this.#before.startedAt
    const gone = again || status !== 'running'
    return { took: gone, gone, what: again ? `${what} again, since ${startedAt}` : what }
  }

  describe(): string {
    return this.#argv().join(' ')
  }

  #argv(): string[] {
    const { action } = this.#mission
    const signal = action.do === 'kill' ? ['--signal', `SIG${action.signal}`] : []
    return ['docker', action.do, ...signal, this.#container]
  }

  /** Docker does not know of it: its process is looked at where it is one of this machine, else asked for a sign. */
  async #frozen(): Promise<Seen> {
    const state = readProcess(this.#before.pid)?.state
    if (state !== undefined) return { took: state === 'T', what: `pid ${this.#before.pid} is in state ${state}` }
    const { target } = this.#mission
    const { state: ready, why } = await readinessOf(target, askerOf(target, LOOK_MS))
    return { took: ready === 'silent', what: why }
  }
}

/** @throws Failure when it is not there */
async function inspect(container: string): Promise<ContainerState> {
  return stateIn(await mustRun(inspection(container)))
}

/** null: it is not there any more. */
async function find(container: string): Promise<ContainerState | null> {
  const { status, stdout, said } = await runCommand(inspection(container))
  if (status !== 0 && /no such/i.test(said)) return null
  return status === 0 ? stateIn(stdout) : inspect(container)
}

const inspection = (container: string): string[] => ['docker', 'inspect', '--type', 'container', container]

function stateIn(text: string): ContainerState {
  const list: unknown = JSON.parse(text)
  const found: JsonObject = Array.isArray(list) && isObject(list[0]) ? list[0] : {}
  const { Status: status, StartedAt: startedAt, Pid: pid } = isObject(found.State) ? found.State : {}
  return {
    status: isText(status) ? status : 'unknown',
    startedAt: isText(startedAt) ? startedAt : '',
    pid: typeof pid === 'number' ? pid : 0,
    removes: isObject(found.HostConfig) && found.HostConfig.AutoRemove === true,
  }
}
