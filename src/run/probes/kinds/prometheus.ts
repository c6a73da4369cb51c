import { type Nanos, nanos } from '../../../base/nanos.ts'
import type { Meter, MeterSample, MeterValue, MeterWorld, ProbeOf } from '../meter.ts'
import { PrometheusApi, type PromSeries } from '../prometheus/api.ts'
import { type NamedQuery, namedQuery, namedValue, stepFor } from '../prometheus/query.ts'
import type { Labels } from '../sample-line.ts'

const MOST_BYTES = 2 ** 20
/** After the run there is time for more. */
const MOST_RECALLED_BYTES = 64 * 2 ** 20

/** Samples of one query are asked for in pieces of so many seconds. */
const PIECE_S = 1800
/** Before the run, so that its first instants lie between two samples. */
const LEAD_S = 60

type Window = { from: Nanos; to: Nanos }

/** PromQL: the newest samples during the run, and after it those that lay between two asks. */
export async function openPrometheus(probe: ProbeOf<'prometheus'>, world: MeterWorld): Promise<Meter> {
  return new PrometheusMeter(probe, world)
}

class PrometheusMeter implements Meter {
  readonly #live: PrometheusApi
  readonly #afterwards: PrometheusApi
  readonly #queries: readonly NamedQuery[]
  readonly #everySeconds: number
  readonly #world: MeterWorld
  /** Instants already given by query and labels: of a selector the server's ms, of an expression multiples of the step. */
  readonly #given = new Map<string, Set<number>>()
  readonly #warned = new Set<string>()

  constructor({ url, headers, queries, every }: ProbeOf<'prometheus'>, world: MeterWorld) {
    this.#live = new PrometheusApi(url, headers, MOST_BYTES)
    this.#afterwards = new PrometheusApi(url, headers, MOST_RECALLED_BYTES)
    this.#queries = Object.entries(queries).map(([key, text]) => namedQuery(key, text))
    this.#everySeconds = every / 1e9
    this.#world = world
  }

  get what(): string {
    return this.#live.what
  }

  readonly read = async (signal: AbortSignal): Promise<MeterSample> => {
    const answers: MeterSample[] = []
    for (const query of this.#queries) {
      answers.push(query.isSelector ? await this.#newest(query, signal) : await this.#computed(query, signal))
    }
    return together(answers)
  }

  readonly recall = async ({ from, to }: Window, signal: AbortSignal): Promise<MeterSample> => {
    const answers: MeterSample[] = []
    for (const query of this.#queries) {
      answers.push(
        await (query.isSelector
          ? this.#samples(query, { from, to }, signal)
          : this.#range(query, { from, to }, signal)),
      )
    }
    return together([...answers, this.#clock()])
  }

  async close(): Promise<void> {
    this.#live.close()
    this.#afterwards.close()
  }

  /** An instant query repeats a sample for minutes after its exporter died; `timestamp()` tells whether it is a new one. */
  async #newest(query: NamedQuery, signal: AbortSignal): Promise<MeterSample> {
    const values = await this.#live.query(query.text, signal)
    const stamps = await this.#live.query(`timestamp(${query.text})`, signal)
    const stampOf = new Map(stamps.series.map(({ labels, points }) => [keyOf(labels), points[0]?.value]))
    const fresh = values.series.flatMap(({ labels, points }) => {
      const time = stampOf.get(keyOf(labels))
      return time === undefined ? [] : points.flatMap(({ value }) => this.#sample(query, labels, time, value))
    })
    const { bytes, warnings } = values
    return { values: fresh, bytes: bytes + stamps.bytes, notes: this.#new(warnings) }
  }

  async #computed(query: NamedQuery, signal: AbortSignal): Promise<MeterSample> {
    const { series, bytes, warnings } = await this.#live.query(query.text, signal)
    const at = this.#world.now()
    const values = series.flatMap(({ labels, points }) => {
      if (at !== null) this.#givenOf(query, labels).add(this.#tick(at))
      return points.map(({ value }) => namedValue(query, labels, value))
    })
    return { values, bytes, notes: this.#new(warnings) }
  }

  /** Every sample that was scraped, with its own instant: what a counter has to be differenced from. */
  async #samples(query: NamedQuery, window: Window, signal: AbortSignal): Promise<MeterSample> {
    const start = this.#serverSeconds(window.from) - LEAD_S
    const end = this.#serverSeconds(window.to)
    const pieces: MeterSample[] = []
    for (let from = start; from < end; from += PIECE_S) {
      const to = Math.min(end, from + PIECE_S)
      const text = `${query.text.trim()}[${Math.max(1, Math.ceil((to - from) * 1000))}ms]`
      const { series, bytes, warnings } = await this.#afterwards.query(text, signal, to)
      pieces.push({ values: series.flatMap((one) => this.#points(query, one)), bytes, notes: this.#new(warnings) })
    }
    return together(pieces)
  }

  async #range(query: NamedQuery, window: Window, signal: AbortSignal): Promise<MeterSample> {
    const start = this.#serverSeconds(window.from)
    const end = this.#serverSeconds(window.to)
    const step = stepFor(end - start, this.#everySeconds)
    const { series, bytes, warnings } = await this.#afterwards.range(query.text, { start, end, step }, signal)
    const values = series.flatMap(({ labels, points }) => {
      const given = this.#givenOf(query, labels)
      return points
        .map(({ time, value }) => ({ ...namedValue(query, labels, value), at: this.#runTime(time) }))
        .filter(({ at }) => !given.has(this.#tick(at)))
    })
    return { values, bytes, notes: this.#new(warnings) }
  }

  #points(query: NamedQuery, { labels, points }: PromSeries): MeterValue[] {
    return points.flatMap(({ time, value }) => this.#sample(query, labels, time, value))
  }

  /** Nothing where that sample was given before. */
  #sample(query: NamedQuery, labels: Labels, time: number, value: number): MeterValue[] {
    if (this.#world.wallZero() === null) return [namedValue(query, labels, value)]
    const given = this.#givenOf(query, labels)
    const millis = Math.round(time * 1000)
    if (given.has(millis)) return []
    given.add(millis)
    return [{ ...namedValue(query, labels, value), at: this.#runTime(time) }]
  }

  #givenOf(query: NamedQuery, labels: Labels): Set<number> {
    const key = `${this.#queries.indexOf(query)} ${keyOf(labels)}`
    const given = this.#given.get(key) ?? new Set()
    this.#given.set(key, given)
    return given
  }

  #clock(): MeterSample {
    const { bounds, correction } = this.#live.offset
    if (bounds === null) return { values: [], bytes: 0 }
    const offset = { name: 'clock.offset', labels: {}, value: (bounds.least + bounds.most) / 2000 }
    const error = { name: 'clock.offset.bound', labels: {}, value: (bounds.most - bounds.least) / 2000 }
    const applied = correction === 0 ? 'its instants were taken as they are' : 'its instants were shifted by that'
    const text = `clock of ${this.what}: ${offset.value.toFixed(2)} ± ${error.value.toFixed(2)} s ahead of ours; ${applied}`
    return { values: [offset, error], bytes: 0, notes: [text] }
  }

  #new(warnings: readonly string[]): string[] {
    const unheard = warnings.filter((warning) => !this.#warned.has(warning))
    for (const warning of unheard) this.#warned.add(warning)
    return unheard.map((warning) => `${this.what} warns: ${warning}`)
  }

  #tick(at: Nanos): number {
    return Math.round(at / 1e9 / this.#everySeconds)
  }

  #runTime(serverSeconds: number): Nanos {
    return nanos(Math.round((serverSeconds * 1000 - this.#zero()) * 1e6))
  }

  #serverSeconds(at: Nanos): number {
    return (this.#zero() + at / 1e6) / 1000
  }

  /** The run's zero by the server's clock, ms. */
  #zero(): number {
    return (this.#world.wallZero() ?? 0) + this.#live.offset.correction
  }
}

const keyOf = ({ __name__: _, ...labels }: Labels): string => JSON.stringify(Object.entries(labels).sort())

function together(samples: readonly MeterSample[]): MeterSample {
  return {
    values: samples.flatMap(({ values }) => values),
    bytes: samples.reduce((sum, { bytes }) => sum + bytes, 0),
    notes: samples.flatMap(({ notes = [] }) => notes),
  }
}
