import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EXIT, Failure } from '../../base/failure.ts'
import type { Undo } from './undo.ts'

export type WatchdogOrder = { hold: string; undo: Undo } | { release: string }
export type WatchdogReply = 'ready' | { held: string }

/** The same file extension as this module's: sources run as they are, and so does what is built of them. */
const MAIN = fileURLToPath(new URL(`./watchdog-main${extname(import.meta.url)}`, import.meta.url))

/**
 * A process beside this one that knows how everything injected is undone, and does it when this one is gone, however it
 * went. Ctrl-C does not reach it, and it does not keep this process alive.
 */
export class Watchdog {
  readonly #child: ChildProcess
  readonly #gone: Promise<never>
  #waiting = 0

  private constructor(child: ChildProcess) {
    this.#child = child
    this.#gone = once(child, 'exit').then(() => {
      throw new Failure('fault.watchdog', 'the process that would undo faults after a crash is gone', {
        exit: EXIT.invalid,
        hint: 'nothing is injected without it',
      })
    })
    this.#gone.catch(() => {})
  }

  /** @throws Failure `fault.watchdog` when it cannot be started */
  static async start(): Promise<Watchdog> {
    const child = fork(MAIN, [], { execArgv: [], detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    child.on('error', () => {})
    const watchdog = new Watchdog(child)
    child.unref()
    await watchdog.#reply((reply) => reply === 'ready')
    return watchdog
  }

  /** From here on it undoes this; an earlier undo of the same name is replaced. Resolves once it knows. */
  async hold(name: string, undo: Undo): Promise<void> {
    const held = this.#reply((reply) => reply !== 'ready' && reply.held === name)
    this.#tell({ hold: name, undo })
    await held
  }

  /** It is undone. */
  release(name: string): void {
    this.#tell({ release: name })
  }

  /** What it still holds it undoes now. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    this.#child.ref()
    if (this.#child.connected) this.#child.disconnect()
    await this.#gone.catch(() => {})
  }

  #tell(order: WatchdogOrder): void {
    if (this.#child.connected) this.#child.send(order, () => {})
  }

  #reply(isIt: (reply: WatchdogReply) => boolean): Promise<void> {
    const child = this.#child
    if (this.#waiting++ === 0) child.channel?.ref()
    const heard = new Promise<void>((resolve) => {
      const listen = (reply: WatchdogReply): void => {
        if (!isIt(reply)) return
        child.off('message', listen)
        resolve()
      }
      child.on('message', listen)
    })
    return Promise.race([heard, this.#gone]).finally(() => {
      if (--this.#waiting === 0) child.channel?.unref()
    })
  }
}
