import { basename } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { systemClock } from '../base/clock.ts'
import { EXIT, Failure } from '../base/failure.ts'
import { type Nanos, nanos } from '../base/nanos.ts'
import type { SeenBatch } from '../log/batch.ts'
import { EARLY_ENDS } from '../model/early-end.ts'
import type { Probe } from '../model/probe.ts'
import type { Discovered, Ended, PlanSummary, RunEvent, RunManifest, Seal } from '../model/run-log.ts'
import { LOG_FORMAT } from '../model/run-log.ts'
import type { Scenario } from '../model/scenario.ts'
import { lanesFor } from '../run/lanes.ts'
import type { Member } from '../run/replica.ts'
import type { ShareEnd } from '../run/share.ts'
import type { FleetGauges } from './fleet-gauges.ts'
import { Generator } from './generator.ts'
import { hostFacts } from './host.ts'
import { LogHandle } from './log-handle.ts'
import { Surroundings, type World } from './surroundings.ts'

/** From the word to start until the run's zero: time for every thread to hear it. */
const LEAD_NS = 20e6
const CLOCK_PAIR_MILLIS = 60_000

export interface RunOptions {
  scenario: Scenario
  fingerprint: string
  baseDir: string
  /** The scenario's targets with their secrets, which are nowhere written. */
  targets: readonly Member[]
  /** Its probes with theirs. */
  probes: readonly Probe[]
  /** The run's folder; made if need be. */
  folder: string
  version: string
  discovered: readonly Discovered[]
  /** Generator threads, at most; a load that is too narrow for all of them takes fewer. */
  lanes: number
  /** Aborted: issue no more, drain, seal. */
  signal: AbortSignal
  watch?: Watch
}

/** What a live view is told. */
export interface Watch {
  started(plan: PlanSummary, zero: Nanos, gauges: readonly Int32Array[], fleet: FleetGauges): void
  batch(batch: SeenBatch): void
  event(event: RunEvent): void
}

export interface RunEnd {
  folder: string
  seal: Seal
}

/**
 * Runs one scenario on up to `lanes` generator threads and one log thread, and seals the log.
 * @throws Failure when no target can be reached, a target refuses, or the log cannot be written; what was recorded stays
 */
export async function runScenario(options: RunOptions): Promise<RunEnd> {
  return new Run(options).run()
}

class Run {
  readonly #options: RunOptions
  readonly #log: LogHandle
  #surroundings: Surroundings | null = null
  readonly #generators: Generator[] = []
  /** Of each generator, before the run's zero. */
  #warmedUp = 0
  #zero: Nanos | null = null
  #plan: PlanSummary = UNDRAWN

  constructor(options: RunOptions) {
    this.#options = { ...options, lanes: lanesFor(options.scenario.load, options.lanes) }
    const { folder, watch } = options
    this.#log = new LogHandle(
      folder,
      this.#manifest('dataset', new Date()),
      watch ? (batch) => watch.batch(batch) : null,
    )
  }

  async run(): Promise<RunEnd> {
    const { signal } = this.#options
    const stop = () => {
      this.#stop('interrupted')
      // A replica that hangs would hold up the drain. What goes wrong is thrown again where all is closed.
      this.#surroundings?.endFaults().catch(() => {})
    }
    signal.addEventListener('abort', stop, { once: true })
    this.#log.failed.catch(() => this.#stop('the log cannot be written'))
    const pairing = setInterval(() => this.#pairClocks(), CLOCK_PAIR_MILLIS)
    try {
      const surroundings = await Surroundings.open(this.#world())
      this.#surroundings = surroundings
      const ends = await Promise.race([this.#drive(surroundings), this.#log.failed])
      await surroundings.close()
      this.#pairClocks()
      return { folder: this.#options.folder, seal: await this.#seal(ends) }
    } catch (error) {
      this.#stop('another part of the run failed')
      for (const generator of this.#generators) generator.tell({ kind: 'close' })
      await this.#surroundings?.close()
      await this.#abort(error)
      throw error
    } finally {
      clearInterval(pairing)
      signal.removeEventListener('abort', stop)
    }
  }

  async #drive(surroundings: Surroundings): Promise<ShareEnd[]> {
    const { signal, watch, lanes } = this.#options
    for (let lane = 0; lane < lanes; lane++) this.#generators.push(this.#generator(lane, surroundings))
    if (signal.aborted) this.#stop('interrupted')
    const [ready] = await Promise.all([
      Promise.all(this.#generators.map((generator) => generator.ready)),
      this.#log.opened,
    ])
    const { plan, promptBy } = ready[0]
    surroundings.check(plan)
    this.#warmedUp = this.#issued()
    const zero = nanos(systemClock() + LEAD_NS)
    this.#zero = zero
    this.#plan = plan
    const started = new Date(Date.now() + LEAD_NS / 1e6)
    this.#log.tell({ kind: 'manifest', manifest: this.#manifest(promptBy, started) })
    this.#pairClocks()
    this.#event({ at: nanos(0), kind: 'phase', phase: plan.window.from > 0 ? 'warmup' : 'measure' })
    if (plan.window.from > 0) this.#event({ at: plan.window.from, kind: 'phase', phase: 'measure' })
    watch?.started(
      plan,
      zero,
      this.#generators.map((generator) => generator.gauges),
      surroundings.fleet,
    )
    for (const generator of this.#generators) generator.tell({ kind: 'start', zero })
    surroundings.start()
    if (signal.aborted) this.#stop('interrupted')
    return Promise.all(this.#generators.map((generator) => generator.finished))
  }

  async #seal(ends: readonly ShareEnd[]): Promise<Seal> {
    const issuedUntil = Math.max(...ends.map((end) => end.issuedUntil))
    const at = nanos(Math.max(...ends.map((end) => end.landedUntil)))
    this.#event({ at, kind: 'phase', phase: 'end' })
    const ended: Ended = this.#options.signal.aborted ? 'interrupted' : 'complete'
    const window = this.#window(issuedUntil, at, ended)
    const because = ended === 'interrupted' ? 'interrupted' : reasonOf(ends)
    return this.#log.seal({ ended, because, exit: null, at, window })
  }

  /** A planned window is cut short with the run; one that the plan leaves open ends with the load. */
  #window(issuedUntil: number, landedUntil: Nanos, ended: Ended): Seal['window'] {
    const planned = this.#plan.window
    const open = planned.to === null
    const offline =
      open && this.#options.scenario.load.loop === 'mlperf' && this.#options.scenario.load.scenario === 'offline'
    const to = offline ? landedUntil : open || ended !== 'complete' ? nanos(issuedUntil) : (planned.to as Nanos)
    return { from: planned.from, to: nanos(Math.max(planned.from, Math.min(to, planned.to ?? to))) }
  }

  async #abort(error: unknown): Promise<void> {
    const at = nanos(this.#zero === null ? 0 : systemClock() - this.#zero)
    const because = error instanceof Error ? error.message.split('\n', 1)[0] : String(error)
    const window = this.#window(at, at, 'aborted')
    const exit = error instanceof Failure ? error.exit : EXIT.bug
    await this.#log.seal({ ended: 'aborted', because, exit, at, window }).catch(() => null)
  }

  #world(): World {
    const { scenario, targets, probes, folder } = this.#options
    return {
      scenario,
      targets,
      probes,
      runId: basename(folder),
      clock: systemClock,
      zero: () => this.#zero,
      event: (event) => this.#event(event),
      reading: (reading) => this.#log.tell({ kind: 'reading', reading }),
      issued: () => this.#issued() - this.#warmedUp,
      join: async (member) => void (await Promise.all(this.#generators.map((generator) => generator.join(member)))),
    }
  }

  /** Warm-up requests are counted too. */
  #issued(): number {
    return this.#generators.reduce((sum, { gauges }) => sum + Atomics.load(gauges, 1), 0)
  }

  #generator(lane: number, { members, memory: fleet }: Surroundings): Generator {
    const { scenario, baseDir, lanes, folder } = this.#options
    const channel = new MessageChannel()
    this.#log.tell({ kind: 'generator', port: channel.port2 }, [channel.port2])
    const input = { scenario, baseDir, members, fleet, lane, lanes, runId: `tg-${basename(folder)}` }
    return new Generator(input, channel.port1, (event) => this.#event(event))
  }

  #stop(because: string): void {
    for (const generator of this.#generators) generator.tell({ kind: 'stop', because })
  }

  #event(event: RunEvent): void {
    this.#log.tell({ kind: 'event', event })
    this.#options.watch?.event(event)
  }

  #pairClocks(): void {
    if (this.#zero === null) return
    this.#event({ at: nanos(systemClock() - this.#zero), kind: 'clock', wall: Date.now() })
  }

  #manifest(prompt: RunManifest['prompt'], started: Date): RunManifest {
    const { scenario, fingerprint, folder, version, discovered, lanes } = this.#options
    return {
      log: LOG_FORMAT,
      run: basename(folder),
      tailgate: version,
      started: started.toISOString(),
      scenario,
      fingerprint,
      plan: this.#plan,
      targets: discovered,
      host: hostFacts(),
      clock: { source: 'CLOCK_MONOTONIC', grain: nanos(1) },
      workers: lanes,
      prompt,
    }
  }
}

/** Of several lanes, what cut one short says more than that another came to its end. */
function reasonOf(ends: readonly ShareEnd[]): string {
  const early = ends.find(({ because }) => Object.values(EARLY_ENDS).some((end) => because.startsWith(end)))
  return (early ?? ends[0]).because
}

const UNDRAWN: PlanSummary = {
  loop: 'open',
  queries: null,
  samplesPerQuery: 1,
  window: { from: nanos(0), to: null },
  digest: null,
}
