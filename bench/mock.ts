import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { asServer } from './cores.ts'
import { CACHE } from './places.ts'

/** Settings of yardstick/settings.h. */
export interface MockSettings {
  ttft?: number
  itl?: number
  spread?: number
  stallAt?: number
  stallFor?: number
  error?: number
  reset?: number
  fin?: number
  errorEvent?: number
}

/** In ms, over good answers. */
export interface Distribution {
  n: number
  mean: number
  p50: number
  p99: number
  min: number
  max: number
}

/** What the server saw. Instants are ns of the monotonic clock. */
export interface Truth {
  requests: number
  tokens: number
  firstArrival: number
  lastArrival: number
  lastWrite: number
  good: number
  httpError: number
  reset: number
  fin: number
  errorEvent: number
  left: number
  open: number
  ttft: Distribution
  latency: Distribution
  itl: Distribution
}

export interface Count {
  requests: number
  ended: number
  tokens: number
  at: number
}

/** One running mock server. */
export class Mock {
  readonly port: number
  readonly #child: ChildProcess

  private constructor(port: number, child: ChildProcess) {
    this.port = port
    this.#child = child
  }

  static async start(settings: MockSettings): Promise<Mock> {
    const port = await freePort()
    const keys = Object.entries({ port, ...settings }).map(([key, value]) => `${key}=${value}`)
    const mock = new Mock(
      port,
      spawn(...asServer(join(CACHE, 'mock'), keys), { stdio: ['ignore', 'ignore', 'inherit'] }),
    )
    await mock.#answers()
    return mock
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  truth(): Promise<Truth> {
    return this.#get('/stats') as Promise<Truth>
  }

  count(): Promise<Count> {
    return this.#get('/count') as Promise<Count>
  }

  async reset(): Promise<void> {
    await this.#get('/reset')
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGKILL')
    await once(this.#child, 'exit')
  }

  async #get(path: string): Promise<unknown> {
    const response = await fetch(this.url + path, { signal: AbortSignal.timeout(20_000) })
    return response.json()
  }

  async #answers(): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt++) {
      if (
        await this.count().then(
          () => true,
          () => false,
        )
      )
        return
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    throw new Error('the mock does not answer')
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
