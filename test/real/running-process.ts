import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { endSession, sessionProcesses, signalSession } from './process-session.ts'
import { forget, mayStart, remember } from './started.ts'

const READY_SECONDS = 300

/** How a server or balancer is started. */
export interface Launch {
  command: string
  args: readonly string[]
  cwd: string
  env?: { readonly [name: string]: string }
  /** Answers 200 once it is ready. */
  ready: string
}

/** One process with all it has started, in a session of its own. Its words go to `server.log` of its folder. */
export class RunningProcess {
  readonly #launch: Launch
  readonly #child: ChildProcess
  readonly #log: string

  protected constructor(launch: Launch) {
    mayStart()
    this.#launch = launch
    this.#log = join(launch.cwd, 'server.log')
    const log = openSync(this.#log, 'a')
    this.#child = spawn(launch.command, launch.args, {
      cwd: launch.cwd,
      // Models lie in the checkout, where Python would leave compiled files.
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...launch.env },
      stdio: ['ignore', log, log],
      detached: true,
    })
    closeSync(log)
    remember(this)
  }

  /** @throws Error with the end of its log when it ends, or is not ready in time */
  static async launch(launch: Launch): Promise<RunningProcess> {
    return new RunningProcess(launch).onceReady()
  }

  /** This, once it is ready; stopped where it never is. */
  protected async onceReady(): Promise<this> {
    try {
      await this.#ready()
      return this
    } catch (error) {
      await this.stop()
      throw error
    }
  }

  async #ready(): Promise<void> {
    let ended: string | null = null
    this.#child.on('error', (error) => {
      ended = error.message
    })
    this.#child.on('exit', (code, signal) => {
      ended = `it ended with ${signal ?? code}`
    })
    const until = performance.now() + READY_SECONDS * 1000
    while (performance.now() < until) {
      if (ended !== null) throw this.#because(`${this.#launch.command} did not start: ${ended}`)
      const answer = await fetch(this.#launch.ready, { signal: AbortSignal.timeout(2_000) }).catch(() => null)
      await answer?.body?.cancel()
      if (answer?.ok) return
      await sleep(200)
    }
    throw this.#because(`${this.#launch.command} was not ready within ${READY_SECONDS} s`)
  }

  /** Those of it that live. */
  get processes(): number[] {
    return this.#child.pid === undefined ? [] : sessionProcesses(this.#child.pid)
  }

  /** Signals the process that listens, as an operator or the kernel would. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** Signals every process of it at once. */
  signalTree(signal: NodeJS.Signals): void {
    if (this.#child.pid !== undefined) signalSession(this.#child.pid, signal)
  }

  /** Ends it and everything it started, also what outlived it. */
  async stop(): Promise<void> {
    if (this.#child.pid !== undefined) await endSession(this.#child.pid, 8_000)
    forget(this)
  }

  #because(what: string): Error {
    const tail = readFileSync(this.#log, 'utf8').trimEnd().split('\n').slice(-8).join('\n    ')
    return new Error(`${what}; ${this.#log} ends:\n    ${tail}`)
  }
}
