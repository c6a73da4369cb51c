import type { MetricValueWithName } from 'prom-client'
import { NS_PER_S } from '../../../base/nanos.ts'

/**
 * A Prometheus histogram fed with nanoseconds and shown in seconds. Counting a value is a search of a small array:
 * prom-client's own `observe` looks its labels up for each value, which is too slow for one per token.
 */
export class BucketHistogram {
  readonly name: string
  readonly help: string
  readonly type = 'histogram'
  readonly aggregator = 'sum'
  /** Upper ends, inclusive, in ns. */
  readonly #bounds: Float64Array
  /** One more than bounds: what is above all of them. */
  readonly #counts: Float64Array
  #sum = 0
  #n = 0

  /** @param bounds upper ends of the buckets in ns, in any order */
  constructor(name: string, help: string, bounds: readonly number[]) {
    this.name = name
    this.help = help
    this.#bounds = Float64Array.from(new Set(bounds)).sort()
    this.#counts = new Float64Array(this.#bounds.length + 1)
  }

  /** @param value ns; NaN is no value */
  observe(value: number, count = 1): void {
    if (Number.isNaN(value)) return
    this.#counts[this.#bucketOf(value)] += count
    this.#sum += value * count
    this.#n += count
  }

  /** prom-client's side of a metric. */
  async get() {
    const { name, help, type, aggregator } = this
    const values: MetricValueWithName<'le'>[] = []
    let below = 0
    for (const [i, bound] of this.#bounds.entries()) {
      below += this.#counts[i]
      values.push({ metricName: `${name}_bucket`, labels: { le: bound / NS_PER_S }, value: below })
    }
    values.push({ metricName: `${name}_bucket`, labels: { le: '+Inf' }, value: this.#n })
    values.push({ metricName: `${name}_sum`, labels: {}, value: this.#sum / NS_PER_S })
    values.push({ metricName: `${name}_count`, labels: {}, value: this.#n })
    return { name, help, type, aggregator, values }
  }

  #bucketOf(value: number): number {
    let low = 0
    let high = this.#bounds.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (value <= this.#bounds[middle]) high = middle
      else low = middle + 1
    }
    return low
  }
}
