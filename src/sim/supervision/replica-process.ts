import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../../base/clock.ts'
import { EXIT, Failure } from '../../base/failure.ts'
import type { ReplicaMessage } from '../replica-main.ts'
import type { ReplicaSettings } from '../settings.ts'
import type { Life } from './life.ts'

/** The same file extension as this module's: sources run as they are, and so does what is built of them. */
const MAIN = fileURLToPath(new URL(`../replica-main${extname(import.meta.url)}`, import.meta.url))

/** Signals a replica outlives. */
const LASTING: ReadonlySet<NodeJS.Signals> = new Set(['SIGSTOP', 'SIGCONT', 'SIGINT'])

/** A replica's process, from here. It ends with this one. */
export class ReplicaProcess {
  readonly life: { -readonly [Key in keyof Life]: Life[Key] }
  /** Resolves with its port when it serves; rejects with a Failure when it cannot, or ended before. */
  readonly ready: Promise<number>
  /** Resolves when it has ended. */
  readonly exited: Promise<void>
  readonly #child: ChildProcess

  constructor(settings: ReplicaSettings) {
    const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const
    this.#child = fork(MAIN, [], { execArgv: [], serialization: 'advanced', stdio: [...stdio] })
    this.life = {
      number: settings.life,
      pid: this.#child.pid!,
      started: systemClock(),
      listening: null,
      ready: null,
      killed: null,
      exited: null,
      end: null,
    }
    this.exited = this.#watchExit()
    this.ready = this.#watchStart(settings.name)
    this.ready.catch(() => {})
    this.#child.send(settings)
  }

  /** Resolves when the process has ended, at once for signals that end none. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    if (this.life.exited !== null) return
    if (!LASTING.has(signal)) this.life.killed ??= systemClock()
    this.#child.kill(signal)
    if (!LASTING.has(signal)) await this.exited
  }

  #watchExit(): Promise<void> {
    return new Promise((resolve) => {
      const over = (end: number | NodeJS.Signals) => {
        this.life.exited = systemClock()
        this.life.end = end
        resolve()
      }
      this.#child.once('exit', (code, signal) => over(signal ?? code ?? 0))
      this.#child.on('error', () => this.#child.pid === undefined && over(1))
    })
  }

  #watchStart(name: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const fail = (code: string, message: string, hint: string) =>
        reject(new Failure(code, message, { exit: EXIT.usage, hint }))
      let port = 0
      this.#child.on('message', (message: ReplicaMessage) => {
        if ('listening' in message) {
          port = message.listening.port
          this.life.listening = message.listening.at
        } else if ('ready' in message) {
          this.life.ready = message.ready.at
          resolve(port)
        } else fail(message.failed.code, message.failed.message, message.failed.hint)
      })
      void this.exited.then(() => {
        const message = `The replica ${name} ended (${this.life.end}) before it served.`
        fail('sim.start', message, 'Its own words, if any, are above.')
      })
    })
  }
}
