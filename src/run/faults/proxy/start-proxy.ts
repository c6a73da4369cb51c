import { Worker } from 'node:worker_threads'
import { EXIT, Failure } from '../../../base/failure.ts'
import type { ProxyFault } from '../../../model/fault.ts'
import type { ProxyControl } from '../proxy-control.ts'
import type { CarriedFailure, FromProxy, Front, ToProxy } from './messages.ts'

export interface Upstream {
  name: string
  url: string
  /** Where the proxy listens; any free port without. */
  port?: number
}

export interface RunningProxy {
  /** By replica: its URL with the proxy's address in place of its own. */
  readonly urls: ReadonlyMap<string, string>
  readonly control: ProxyControl
  /** Drops every connection and ends the thread. */
  close(): Promise<void>
}

/** As it lies on disk: TypeScript in the repository, JavaScript in the package. */
const THREAD = new URL(`./proxy-thread.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url)

/**
 * A TCP proxy before each of these servers, on 127.0.0.1, in a thread of its own. Bytes pass as they are: TLS goes
 * through to the server.
 * @throws Failure `fault.proxy-port` when a port is taken
 */
export async function startProxy(upstreams: readonly Upstream[]): Promise<RunningProxy> {
  const worker = new Worker(THREAD, { workerData: upstreams.map(frontOf) })
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  const control = new ThreadControl(worker, upstreams)
  const close = async () => {
    worker.postMessage({ kind: 'close' } satisfies ToProxy)
    await ended
  }
  try {
    const ports = await control.listening
    const urls = new Map(upstreams.map(({ name, url }, i) => [name, moved(url, ports[i])]))
    return { urls, control, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Main's end of the proxy. */
class ThreadControl implements ProxyControl {
  readonly listening: Promise<readonly number[]>
  readonly #worker: Worker
  readonly #states: Map<string, ProxyFault | null>
  readonly #waiting = new Map<number, PromiseWithResolvers<void>>()
  #asked = 0
  #over = false

  constructor(worker: Worker, upstreams: readonly Upstream[]) {
    const listening = Promise.withResolvers<readonly number[]>()
    this.listening = listening.promise
    this.#worker = worker
    this.#states = new Map(upstreams.map(({ name }) => [name, null]))
    worker.on('message', (message: FromProxy) => {
      if (message.kind === 'listening') listening.resolve(message.ports)
      else if (message.kind === 'failed') listening.reject(uncarry(message.failure))
      else this.#settle(message.id, message.failure && uncarry(message.failure))
    })
    const broken = (error: Error) => {
      listening.reject(error)
      for (const id of this.#waiting.keys()) this.#settle(id, error)
    }
    worker.on('error', broken)
    worker.on('exit', () => {
      this.#over = true
      broken(over())
    })
    this.listening.catch(() => {})
  }

  async set(replica: string, fault: ProxyFault | null): Promise<void> {
    if (!this.#states.has(replica)) throw notBefore(replica)
    if (this.#over) throw over()
    const id = this.#asked++
    const done = Promise.withResolvers<void>()
    this.#waiting.set(id, done)
    this.#worker.postMessage({ kind: 'set', id, replica, fault } satisfies ToProxy)
    await done.promise
    this.#states.set(replica, fault)
  }

  state(replica: string): ProxyFault | null | undefined {
    return this.#states.get(replica)
  }

  #settle(id: number, failure: Error | null): void {
    const done = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (failure) done?.reject(failure)
    else done?.resolve()
  }
}

function frontOf({ name, url, port = 0 }: Upstream): Front {
  const { protocol, hostname, port: own } = new URL(url)
  const usual = protocol === 'https:' ? 443 : 80
  return { name, host: hostname.replace(/^\[|\]$/g, ''), port: own === '' ? usual : Number(own), listen: port }
}

/** Spelled as it was, so that a URL without a path stays without. */
function moved(url: string, port: number): string {
  const { protocol, pathname, search } = new URL(url)
  return `${protocol}//127.0.0.1:${port}${pathname === '/' && !url.endsWith('/') ? '' : pathname}${search}`
}

function uncarry({ code, message, exit, hint }: CarriedFailure): Failure {
  return new Failure(code, message, { exit, hint })
}

const notBefore = (replica: string): Failure =>
  new Failure('fault.proxy-unknown', `the embedded proxy does not stand before ${replica}`, { exit: EXIT.usage })

const over = (): Failure => new Failure('fault.proxy-over', 'the embedded proxy has ended', { exit: EXIT.usage })
