import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePorts } from './free-ports.ts'
import { readMetrics, type Samples } from './metrics-page.ts'
import { endSession, signalSession } from './process-session.ts'
import type { Launch, RealServer } from './real-server.ts'

const READY_SECONDS = 300

const running = new Set<RunningServer>()

/** One server process with all it has started, on ports of its own. */
export class RunningServer {
  readonly url: string
  readonly #launch: Launch
  readonly #child: ChildProcess
  readonly #log: string

  private constructor(launch: Launch, port: number) {
    this.url = `http://127.0.0.1:${port}`
    this.#launch = launch
    this.#log = join(launch.cwd, 'server.log')
    const log = openSync(this.#log, 'a')
    // Models lie in the checkout, where Python would leave compiled files.
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...launch.env }
    this.#child = spawn(launch.command, launch.args, {
      cwd: launch.cwd,
      env,
      stdio: ['ignore', log, log],
      detached: true,
    })
    closeSync(log)
    running.add(this)
  }

  /** @throws Error with the end of the server's log when it ends, or is not ready in time */
  static async start(server: RealServer, folder: string): Promise<RunningServer> {
    const ports = await freePorts(server.ports.length)
    const up = new RunningServer(server.launch(folder, ports), ports[0])
    try {
      await up.#ready()
      return up
    } catch (error) {
      await up.stop()
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
      if (ended !== null) throw this.#because(`the server did not start: ${ended}`)
      const answer = await fetch(this.#launch.ready, { signal: AbortSignal.timeout(2_000) }).catch(() => null)
      await answer?.body?.cancel()
      if (answer?.ok) return
      await sleep(200)
    }
    throw this.#because(`the server was not ready within ${READY_SECONDS} s`)
  }

  metrics(): Promise<Samples> {
    return readMetrics(this.#launch.metrics)
  }

  /** Signals the process that listens, as an operator or the kernel would. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** Signals every process of the server at once. */
  signalTree(signal: NodeJS.Signals): void {
    if (this.#child.pid !== undefined) signalSession(this.#child.pid, signal)
  }

  /** Ends it and everything it started, also what outlived it. */
  async stop(): Promise<void> {
    if (this.#child.pid !== undefined) await endSession(this.#child.pid, 8_000)
    running.delete(this)
  }

  #because(what: string): Error {
    const tail = readFileSync(this.#log, 'utf8').trimEnd().split('\n').slice(-8).join('\n    ')
    return new Error(`${what}; ${this.#log} ends:\n    ${tail}`)
  }
}

/** For when the harness itself is told to stop. */
export async function stopAllServers(): Promise<void> {
  await Promise.all([...running].map((server) => server.stop()))
}
