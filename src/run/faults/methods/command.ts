import { fromSeconds } from '../../../base/nanos.ts'
import { parseEndpoint } from '../../transport/endpoint.ts'
import { portState } from '../port-state.ts'
import { localPid } from '../processes/local-pid.ts'
import { mustExist, mustRun, runCommand } from '../run-command.ts'
import { fillAll, type Places, placesOf } from '../template.ts'
import type { Undo } from '../undo.ts'
import type { Action, Method, Mission, Seen } from './method.ts'

const LOOK_MS = 250
const HINT = 'an argument list begins with a program: its path, or its name on PATH. No shell reads it'

/** Any program, told whom to hit by its arguments. What has no undo is taken for the end of the server. */
export class CommandMethod implements Method {
  readonly name: string
  readonly ends: boolean
  readonly patience = fromSeconds(30)
  readonly readBack: string
  readonly #mission: Mission<Action<'command'>>
  #places: Places
  pid: number | null = null

  constructor(mission: Mission<Action<'command'>>) {
    this.name = `command ${mission.action.argv[0]}`
    this.ends = mission.action.undo === null
    this.readBack =
      mission.action.confirm === null ? 'not read back: no confirm is given' : 'its confirm ends with status 0'
    this.#mission = mission
    this.#places = placesOf(mission.target, null)
  }

  get undo(): Undo | null {
    const { undo } = this.#mission.action
    return undo && { kind: 'run', argv: this.#fill(undo) }
  }

  async prepare(): Promise<void> {
    const { action, target } = this.#mission
    const lists = [action.argv, action.undo, action.confirm].filter((argv) => argv !== null)
    if (lists.flat().some((text) => text.includes('{pid}'))) this.pid = await localPid(target)
    this.#places = placesOf(target, this.pid)
    for (const argv of lists) mustExist(this.#fill(argv), HINT)
  }

  async inject(stamp: () => void): Promise<void> {
    const argv = this.#fill(this.#mission.action.argv)
    stamp()
    await mustRun(argv)
  }

  async confirm(): Promise<Seen> {
    const { action, target } = this.#mission
    if (action.confirm === null) {
      const { host, port } = parseEndpoint(target.url)
      const what = `it ended with status 0; not read back, because no confirm is given; port ${port} ${await portState(host, port, LOOK_MS)}`
      return { took: true, what }
    }
    const argv = this.#fill(action.confirm)
    const { status, said } = await runCommand(argv)
    const what = `${argv.join(' ')} ends with status ${status ?? 'unknown'}${said && `: ${said}`}`
    return { took: status === 0, what }
  }

  describe(): string {
    return this.#fill(this.#mission.action.argv).join(' ')
  }

  #fill(argv: readonly string[]): string[] {
    return fillAll(argv, this.#places)
  }
}
