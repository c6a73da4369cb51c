import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endSession, sessionProcesses } from '../process-session.ts'
import type { Launch } from '../running-process.ts'
import { forget, remember } from '../started.ts'

/** Writes down which process it is, then becomes the server, in the folder and environment of its first start. */
const BECOME = 'echo $$ >> "$1"; cd "$2"; shift 2; exec env "$@"'

/** Lets Tailgate start a server again, and finds what it started in order to end it. */
export class Relaunch {
  /** For `restart` of a fault. */
  readonly argv: readonly string[]
  readonly #folder = mkdtempSync(join(tmpdir(), 'tailgate-relaunch-'))
  readonly #pids = join(this.#folder, 'pids')

  constructor({ command, args, cwd, env = {} }: Launch) {
    const settings = Object.entries(env).map(([name, value]) => `${name}=${value}`)
    this.argv = ['sh', '-c', BECOME, 'sh', this.#pids, cwd, ...settings, command, ...args]
    remember(this)
  }

  /** Processes that were started in its name and live. */
  get processes(): number[] {
    return this.#sessions().flatMap(sessionProcesses)
  }

  /** Ends them all. */
  async stop(): Promise<void> {
    for (const session of this.#sessions()) await endSession(session, 8_000)
    rmSync(this.#folder, { recursive: true, force: true })
    forget(this)
  }

  /** Tailgate starts each in a session of its own, named after its first process. */
  #sessions(): number[] {
    try {
      return readFileSync(this.#pids, 'utf8').trim().split('\n').map(Number)
    } catch {
      return [] // never started again
    }
  }
}
