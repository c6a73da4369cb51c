import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { systemClock } from '../base/clock.ts'
import { EXIT, Failure } from '../base/failure.ts'
import type { Nanos } from '../base/nanos.ts'
import { fromMillis, NS_PER_MS } from '../base/nanos.ts'
import { controlRoutes } from './control.ts'
import { Engine } from './engine/engine.ts'
import { Pacemaker } from './engine/pacemaker.ts'
import type { EngineSettings } from './engine/settings.ts'
import { FaultInjector } from './faults/injector.ts'
import { dcgmRoute } from './gpu/dcgm-route.ts'
import { Gpu } from './gpu/gpu.ts'
import { PowerFile } from './gpu/power-file.ts'
import { stepWatts } from './gpu/power-step.ts'
import { makeServer } from './http/server.ts'
import { UnusedConnections } from './http/unused-connections.ts'
import { kserveRoutes, tritonUnrouted } from './kserve/routes.ts'
import { VllmMetrics } from './metrics/vllm-metrics.ts'
import { openaiRoutes, vllmUnrouted } from './openai/routes.ts'
import type { Services } from './services.ts'
import type { ReplicaSettings } from './settings.ts'
import { Truth } from './truth/truth.ts'

/** Tensor models answer after one step: about 2 ms, and batches of eight. */
const tensorEngine = (seed: string): EngineSettings => ({
  seed: `${seed} tensors`,
  slots: 8,
  kvTokens: 1_000_000,
  prefillRate: Number.POSITIVE_INFINITY,
  stepTokens: 64,
  stepBase: fromMillis(2),
  stepPerSequence: fromMillis(0.05),
  jitter: 0.03,
  prefixCache: false,
})

/** One simulated inference server, in this process. */
export class Replica {
  readonly #settings: ReplicaSettings
  readonly #server: Server
  readonly #unused: UnusedConnections
  readonly #services: Services
  readonly #pacemakers: readonly Pacemaker[]
  #loading = false

  /** @throws Failure when the settings contradict each other */
  constructor(settings: ReplicaSettings) {
    check(settings)
    const truth = new Truth(settings)
    const faults = new FaultInjector(settings.seed, settings.faults)
    const metrics = new VllmMetrics(settings, () => engine)
    const gpu = new Gpu(settings.name, settings.gpu, settings.gpuHistory ?? { since: systemClock(), joules: 0 })
    const powerFile = settings.powerFile === null ? null : new PowerFile(settings.powerFile)
    const engine = new Engine(settings.engine, {
      ended: (tokens) => metrics.stepped(tokens),
      began: (begin, end, work) => {
        const step = { begin, end, watts: stepWatts(settings.gpu, settings.engine, work) }
        gpu.began(step)
        powerFile?.append(step)
      },
    })
    const tensors = new Engine(tensorEngine(settings.seed))
    this.#pacemakers = [new Pacemaker(engine, systemClock), new Pacemaker(tensors, systemClock)]
    let requests = 0
    this.#settings = settings
    this.#services = {
      settings,
      clock: systemClock,
      engine: this.#pacemakers[0],
      tensors: this.#pacemakers[1],
      metrics,
      gpu,
      live: new Set(),
      nextRequest: () => requests++,
    }
    this.#server = makeServer({
      routes: [
        ...openaiRoutes(this.#services),
        ...kserveRoutes(this.#services),
        dcgmRoute(gpu),
        ...controlRoutes(truth, faults, gpu),
      ],
      clock: systemClock,
      truth,
      keepAlive: settings.keepAlive,
      loading: () => this.#loading,
      guard: (exchange) => faults.admit(exchange, engine),
      unrouted: (exchange, allowed) => {
        const answer = exchange.path.startsWith('/v2') ? tritonUnrouted : vllmUnrouted
        answer(exchange, allowed)
      },
    })
    this.#unused = new UnusedConnections(this.#server)
  }

  /** @returns the port. @throws Failure when it is taken */
  listen(): Promise<number> {
    const { port } = this.#settings
    const server = this.#server
    return new Promise((resolve, reject) => {
      server.once('error', (cause) => {
        const hint = 'Choose another port, or none to get a free one.'
        const message = `The simulated replica cannot listen on 127.0.0.1:${port}: ${cause.message}`
        reject(new Failure('sim.listen', message, { exit: EXIT.usage, hint, cause }))
      })
      server.listen({ port, host: '127.0.0.1', backlog: 4096 }, () => resolve((server.address() as AddressInfo).port))
    })
  }

  /** Reads its model for so long: until it is over, every request to the server is answered with 503. */
  async load(duration: Nanos): Promise<void> {
    this.#loading = true
    await setTimeout(duration / NS_PER_MS)
    this.#loading = false
  }

  /**
   * As a server that was told to go: takes no new connection, ends its OpenAI answers with `abort` (or lets them run,
   * by setting), and is done when every answer is out.
   */
  async terminate(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    if (this.#settings.onTerminate === 'abort') for (const generation of [...this.#services.live]) generation.abort()
    const sweep = setInterval(() => {
      this.#server.closeIdleConnections()
      this.#unused.end()
    }, 5)
    await closed
    clearInterval(sweep)
    this.#stopTimers()
  }

  /** At once, connections and all. */
  async close(): Promise<void> {
    this.#stopTimers()
    this.#server.closeAllConnections()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #stopTimers(): void {
    for (const pacemaker of this.#pacemakers) pacemaker.stop()
  }
}

function check({ engine, maxModelLen }: ReplicaSettings): void {
  const refuse = (message: string, hint: string) => new Failure('sim.settings', message, { exit: EXIT.usage, hint })
  if (maxModelLen > engine.kvTokens) {
    const message = `The context of ${maxModelLen} tokens does not fit into a KV cache of ${engine.kvTokens}.`
    throw refuse(message, 'Raise kvTokens or lower maxModelLen.')
  }
  if (engine.slots < 1 || engine.stepTokens <= engine.slots || !(engine.prefillRate > 0)) {
    const message = `An engine needs slots (${engine.slots}), more stepTokens (${engine.stepTokens}) than slots, and a prefill rate (${engine.prefillRate}/s).`
    throw refuse(message, 'Leave them out to get the defaults.')
  }
}
