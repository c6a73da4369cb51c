import { BucketCounts } from './bucket-counts.ts'

/**
 * A Prometheus histogram fed with nanoseconds and shown in seconds, of one series or of one for each value of a label.
 * Counting a value is a search of a small array: prom-client's own `observe` looks its labels up for each value, which is
 * too slow for one per token.
 */
export class BucketHistogram {
  readonly name: string
  readonly help: string
  readonly type = 'histogram'
  readonly aggregator = 'sum'
  readonly #label: string | null
  readonly #bounds: Float64Array
  readonly #series = new Map<string, BucketCounts>()

  /**
   * @param bounds upper ends of the buckets in ns, in any order
   * @param label by which it has several series
   */
  constructor(name: string, help: string, bounds: readonly number[], label: string | null = null) {
    this.name = name
    this.help = help
    this.#label = label
    this.#bounds = Float64Array.from(new Set(bounds)).sort()
    if (label === null) this.of('')
  }

  /** The series of a value of the label; without a label there is one only, that of the empty text. */
  of(value: string): BucketCounts {
    const known = this.#series.get(value)
    if (known !== undefined) return known
    const made = new BucketCounts(this.#bounds)
    this.#series.set(value, made)
    return made
  }

  /** prom-client's side of a metric. */
  async get() {
    const { name, help, type, aggregator } = this
    const values = [...this.#series].flatMap(([value, counts]) =>
      counts.values(name, this.#label === null ? {} : { [this.#label]: value }),
    )
    return { name, help, type, aggregator, values }
  }
}
