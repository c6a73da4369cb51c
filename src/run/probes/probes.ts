import pLimit from 'p-limit'
import type { Nanos } from '../../base/nanos.ts'
import { nanos } from '../../base/nanos.ts'
import type { Probe } from '../../model/probe.ts'
import type { Reading, RunEvent } from '../../model/run-log.ts'
import { redactor } from '../redact.ts'
import { openMeter } from './kinds/index.ts'
import type { ProbeTarget } from './meter.ts'
import { Poller, type PollerWorld } from './poller.ts'
import { titled } from './probe-failure.ts'

/** Reads at once, over all probes. */
const CONCURRENTLY = 8

export interface ProbeOptions {
  probes: readonly Probe[]
  targets: readonly ProbeTarget[]
  /** On the run's clock, ns since its zero. */
  now(): Nanos
  /** Wall-clock time of the run's zero, ms since 1970; asked for only after `start`. */
  wallZero(): number
  reading(reading: Reading): void
  event(event: RunEvent): void
}

/** The open probes of a run. */
export interface ProbeSet {
  /** The run's zero has come: reads all, then each at its own interval. */
  start(): void
  /** One last read of each, what meters kept of the run, and the end of connections and processes. Never rejects. */
  stop(): Promise<void>
  /** A replica came: probes of every target's own metrics read it too. */
  join(target: ProbeTarget): void
  leave(name: string): void
}

/**
 * Opens a scenario's probes and reads each once, leaving nothing of it in the log.
 *
 * @throws Failure when one cannot work: a program or counter that is not there, no permission, nothing that answers,
 *   or nothing in it that is known
 */
export async function openProbes(options: ProbeOptions): Promise<ProbeSet> {
  const set = new OpenProbes(options)
  const ofNobody = options.probes.filter((probe) => !isOfTargets(probe)).map((probe) => set.open(probe, null))
  const ofTargets = options.targets.flatMap((target) => set.openFor(target))
  const opened = [...ofNobody, ...ofTargets].map(async (opening) => (await opening).try())
  const failed = (await Promise.allSettled(opened)).find(({ status }) => status === 'rejected')
  if (failed === undefined) return set
  await set.stop()
  throw (failed as PromiseRejectedResult).reason
}

const isOfTargets = (probe: Probe): boolean => probe.kind === 'metrics' && probe.url === null

class OpenProbes implements ProbeSet {
  readonly #options: ProbeOptions
  readonly #world: PollerWorld
  readonly #pollers = new Map<Poller, ProbeTarget | null>()
  readonly #targets = new Map<string, ProbeTarget>()
  readonly #pending = new Set<Promise<unknown>>()
  #state: 'open' | 'reading' | 'over' = 'open'

  constructor(options: ProbeOptions) {
    this.#options = options
    this.#world = {
      now: () => this.#now() ?? nanos(0),
      reading: (reading) => options.reading(reading),
      event: (event) => options.event(event),
      limit: pLimit(CONCURRENTLY),
    }
  }

  async open(probe: Probe, target: ProbeTarget | null): Promise<Poller> {
    const { every, timeout, name: source } = probe
    const replica = target?.name ?? null
    const redact = redactor(secretsOf(probe, target))
    const title = replica === null ? `probe "${source}"` : `probe "${source}" of ${replica}`
    const wallZero = (): number | null => (this.#state === 'open' ? null : this.#options.wallZero())
    const meter = await openMeter(probe, { target, now: () => this.#now(), wallZero }).catch((error) => {
      throw titled(title, error, redact)
    })
    const poller = new Poller(meter, { source, replica, title, every, timeout, redact }, this.#world)
    this.#pollers.set(poller, target)
    return poller
  }

  /** A poller of each probe that reads a target's own metrics. */
  openFor(target: ProbeTarget): Promise<Poller>[] {
    this.#targets.set(target.name, target)
    return this.#options.probes.filter(isOfTargets).map((probe) => this.open(probe, target))
  }

  start(): void {
    this.#state = 'reading'
    for (const poller of this.#pollers.keys()) poller.begin()
  }

  async stop(): Promise<void> {
    const wasReading = this.#state === 'reading'
    this.#state = 'over'
    await Promise.all(this.#pending)
    await Promise.all([...this.#pollers.keys()].map((poller) => (wasReading ? poller.finish() : poller.cancel())))
  }

  join(target: ProbeTarget): void {
    if (this.#state === 'over' || this.#targets.has(target.name)) return
    for (const opening of this.openFor(target)) this.#follow(opening.then((poller) => this.#joined(poller, target)))
  }

  leave(name: string): void {
    const target = this.#targets.get(name)
    this.#targets.delete(name)
    for (const [poller, of] of this.#pollers)
      if (target !== undefined && of === target) this.#follow(this.#drop(poller))
  }

  /** It may have left again while it was opened. */
  async #joined(poller: Poller, target: ProbeTarget): Promise<void> {
    if (this.#targets.get(target.name) !== target) await this.#drop(poller)
    else if (this.#state === 'reading') poller.begin()
  }

  async #drop(poller: Poller): Promise<void> {
    this.#pollers.delete(poller)
    await poller.cancel()
  }

  #follow(work: Promise<void>): void {
    const noted = work.catch((error: Error) => {
      this.#world.event({ at: this.#world.now(), kind: 'note', id: 'probe-failed', text: error.message })
    })
    this.#pending.add(noted)
    void noted.finally(() => this.#pending.delete(noted))
  }

  #now(): Nanos | null {
    return this.#state === 'open' ? null : this.#options.now()
  }
}

function secretsOf(probe: Probe, target: ProbeTarget | null): string[] {
  const headers = { ...('headers' in probe ? probe.headers : {}), ...target?.access.headers }
  const given = [...Object.values(headers), target?.access.authorization ?? '']
  return [...given, ...given.map((value) => value.replace(/^(Bearer|Basic) /i, ''))]
}
