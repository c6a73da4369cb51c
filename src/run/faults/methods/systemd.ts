import { EXIT, Failure } from '../../../base/failure.ts'
import { fromSeconds, type Nanos } from '../../../base/nanos.ts'
import { readProcess } from '../processes/process-table.ts'
import { mustExist, mustRun } from '../run-command.ts'
import { fill, placesOf } from '../template.ts'
import type { Undo } from '../undo.ts'
import type { Action, Method, Mission, Seen } from './method.ts'

interface UnitState {
  loaded: string
  active: string
  mainPid: number
}

/** All processes of a systemd unit of this machine. */
export class SystemdMethod implements Method {
  readonly name: string
  readonly ends: boolean
  readonly patience: Nanos
  readonly readBack = 'systemctl show tells of another state or main process'
  readonly #signal: string
  readonly #unit: string
  #before: UnitState = { loaded: '', active: '', mainPid: 0 }

  constructor({ action, target }: Mission<Action<'systemd'>>) {
    this.name = `systemctl kill SIG${action.signal}`
    this.ends = action.signal !== 'STOP'
    this.patience = fromSeconds(action.signal === 'TERM' || action.signal === 'INT' ? 30 : 5)
    this.#signal = `SIG${action.signal}`
    this.#unit = fill(action.unit, placesOf(target, null))
  }

  get pid(): number | null {
    return this.#before.mainPid || null
  }

  get undo(): Undo {
    const how = this.ends ? ['start', this.#unit] : ['kill', '--signal=SIGCONT', this.#unit]
    return { kind: 'run', argv: ['systemctl', ...how] }
  }

  async prepare(): Promise<void> {
    mustExist(['systemctl'], 'this machine has no systemd: use a process or command fault')
    this.#before = await this.#look()
    const { loaded, active, mainPid } = this.#before
    const isStopped = !this.ends && readProcess(mainPid)?.state === 'T'
    if (loaded === 'loaded' && active === 'active' && !isStopped) return
    const state = loaded !== 'loaded' ? loaded : isStopped ? 'stopped already by a signal' : active
    const message = `unit ${this.#unit} is ${state}`
    throw new Failure('fault.unit', message, { exit: EXIT.usage, hint: `systemctl status ${this.#unit}` })
  }

  async inject(stamp: () => void): Promise<void> {
    const argv = this.#argv()
    stamp()
    await mustRun(argv)
  }

  async confirm(): Promise<Seen> {
    const { active, mainPid } = await this.#look()
    if (!this.ends) {
      const state = readProcess(mainPid)?.state ?? 'unknown'
      return { took: state === 'T', what: `pid ${mainPid} of unit ${this.#unit} is in state ${state}` }
    }
    const what = `unit ${this.#unit} is ${active}, its main process ${mainPid || 'gone'}, before ${this.#before.mainPid}`
    const gone = mainPid !== this.#before.mainPid
    return { took: active !== 'active' || gone, gone, what }
  }

  describe(): string {
    return this.#argv().join(' ')
  }

  #argv(): string[] {
    return ['systemctl', 'kill', `--signal=${this.#signal}`, this.#unit]
  }

  async #look(): Promise<UnitState> {
    const text = await mustRun(['systemctl', 'show', '--property=LoadState,ActiveState,MainPID', this.#unit])
    const of = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1].trim() ?? ''
    return { loaded: of('LoadState'), active: of('ActiveState'), mainPid: Number(of('MainPID')) }
  }
}
