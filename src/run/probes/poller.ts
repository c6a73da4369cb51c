import type { LimitFunction } from 'p-limit'
import { fromMillis, type Nanos, nanos } from '../../base/nanos.ts'
import { spellDuration } from '../../base/quantity.ts'
import type { Reading, RunEvent } from '../../model/run-log.ts'
import type { Meter, MeterSample } from './meter.ts'
import { probeFailure, titled } from './probe-failure.ts'
import type { Labels } from './sample-line.ts'

/** Reading may take that share of the interval. */
const BUDGET = 0.1
/** So many reads in a row over the budget double the interval: one alone says little. */
const SLOW_READS = 3
/** Time for what a meter tells once, after the run. */
const RECALL_NS = nanos(30e9)

const LEFT = new Error('no longer read')

export interface PollerOptions {
  source: string
  /** Added to every reading that is not about another server. */
  replica: string | null
  /** Who it is, before every note. */
  title: string
  every: Nanos
  timeout: Nanos
  redact: (text: string) => string
}

export interface PollerWorld {
  now(): Nanos
  reading(reading: Reading): void
  event(event: RunEvent): void
  limit: LimitFunction
}

/** Reads one meter on a timer of its own, never twice at once, and writes down what that costs. */
export class Poller {
  readonly #meter: Meter
  readonly #options: PollerOptions
  readonly #world: PollerWorld
  #every: Nanos
  #due: Nanos = nanos(0)
  #timer: NodeJS.Timeout | undefined
  #reading: Promise<void> | null = null
  #abort: ((why: Error) => void) | null = null
  #isFailing = false
  #slowReads = 0
  #skipped = 0

  constructor(meter: Meter, options: PollerOptions, world: PollerWorld) {
    this.#meter = meter
    this.#options = options
    this.#world = world
    this.#every = options.every
  }

  /** One read that leaves nothing in the log. @throws Failure when the meter gives nothing */
  async try(): Promise<void> {
    const { read } = this.#meter
    if (read === null) return
    const { title, timeout, redact } = this.#options
    try {
      const { notes = [] } = await this.#world.limit(() => this.#withTimeout(read, timeout))
      for (const text of notes) this.#note('probe', text)
    } catch (error) {
      throw titled(title, error, redact)
    }
  }

  /** Reads at once, then on every multiple of the interval. */
  begin(): void {
    if (this.#meter.read === null) return
    this.#due = this.#world.now()
    this.#reading = this.#once()
    this.#schedule()
  }

  /** A last read, so that counters cover the whole run, and what the meter kept of it. */
  async finish(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#reading
    if (this.#meter.read !== null) await this.#once()
    if (this.#skipped > 0) {
      this.#note('probe-skipped', `${this.#skipped} reads were left out, as one was still under way`)
    }
    await this.#recall()
    await this.#meter.close()
  }

  /** Ends at once, without a last read. */
  async cancel(): Promise<void> {
    clearTimeout(this.#timer)
    this.#abort?.(LEFT)
    await this.#reading
    await this.#meter.close()
  }

  #schedule(): void {
    const now = this.#world.now()
    const next = nanos((Math.floor(Math.max(this.#due, now - this.#every) / this.#every) + 1) * this.#every)
    this.#due = next
    this.#timer = setTimeout(() => this.#tick(), Math.max(0, Math.ceil((next - now) / 1e6))).unref()
  }

  #tick(): void {
    if (this.#reading === null) this.#reading = this.#once()
    else this.#skipped++
    this.#schedule()
  }

  async #once(): Promise<void> {
    const { read } = this.#meter
    if (read !== null) await this.#world.limit(() => this.#readOnce(read))
    this.#reading = null
  }

  async #readOnce(read: NonNullable<Meter['read']>): Promise<void> {
    const before = this.#world.now()
    try {
      const sample = await this.#withTimeout(read, this.#options.timeout)
      const after = this.#world.now()
      this.#write(sample, middle(before, after))
      this.#cost(middle(before, after), nanos(after - before), sample.bytes)
      this.#works()
    } catch (error) {
      const after = this.#world.now()
      this.#put(middle(before, after), 'scrape.duration', (after - before) / 1e9)
      this.#put(middle(before, after), 'scrape.failed', 1)
      this.#fails(error)
    }
  }

  async #recall(): Promise<void> {
    const { recall } = this.#meter
    if (recall === null) return
    const window = { from: nanos(0), to: this.#world.now() }
    try {
      const timeout = nanos(Math.max(RECALL_NS, this.#options.timeout))
      const sample = await this.#world.limit(() => this.#withTimeout((signal) => recall(window, signal), timeout))
      this.#write(sample, window.to)
    } catch (error) {
      this.#put(window.to, 'scrape.failed', 1)
      this.#note('probe-failed', (error as Error).message)
    }
  }

  #write({ values, notes = [] }: MeterSample, at: Nanos): void {
    for (const value of values) this.#put(value.at ?? at, value.name, value.value, value.labels)
    for (const text of notes) this.#note('probe', text)
  }

  #cost(at: Nanos, duration: Nanos, bytes: number): void {
    this.#put(at, 'scrape.duration', duration / 1e9)
    this.#put(at, 'scrape.bytes', bytes)
    this.#slowReads = duration > BUDGET * this.#every ? this.#slowReads + 1 : 0
    if (this.#slowReads < SLOW_READS) return
    this.#slowReads = 0
    this.#every = nanos(2 * this.#every)
    const took = `${(duration / 1e6).toFixed(0)} ms`
    this.#note('probe-slow', `a read takes ${took}: from here on one every ${spellDuration(this.#every)}`)
  }

  #works(): void {
    if (this.#isFailing) this.#note('probe-recovered', 'can be read again')
    this.#isFailing = false
  }

  #fails(error: unknown): void {
    if (error === LEFT) return
    if (!this.#isFailing) this.#note('probe-failed', (error as Error).message)
    this.#isFailing = true
  }

  async #withTimeout<T>(call: (signal: AbortSignal) => Promise<T>, timeout: Nanos): Promise<T> {
    const controller = new AbortController()
    const { what } = this.#meter
    const silent = probeFailure('silent', `${what} gave nothing within ${spellDuration(timeout)}`, 'raise its timeout')
    const timer = setTimeout(() => controller.abort(silent), timeout / 1e6)
    this.#abort = (why) => controller.abort(why)
    try {
      return await call(controller.signal)
    } finally {
      this.#abort = null
      clearTimeout(timer)
    }
  }

  #put(at: Nanos, name: string, value: number, labels: Labels = {}): void {
    const { source, replica } = this.#options
    const all = replica === null || 'server' in labels ? labels : { ...labels, replica }
    this.#world.reading({ at, source, name, value, ...(Object.keys(all).length > 0 && { labels: all }) })
  }

  #note(id: string, text: string): void {
    const { title, redact } = this.#options
    this.#world.event({ at: this.#world.now(), kind: 'note', id, text: `${title}: ${redact(text)}` })
  }
}

const middle = (before: Nanos, after: Nanos): Nanos => fromMillis((before + after) / 2e6)
