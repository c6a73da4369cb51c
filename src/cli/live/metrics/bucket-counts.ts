import type { MetricValueWithName } from 'prom-client'
import { NS_PER_S } from '../../../base/nanos.ts'

type Labels = { readonly [label: string]: string }
type Value = MetricValueWithName<string>

/** One series of a histogram: counts nanoseconds in buckets, shows seconds. */
export class BucketCounts {
  /** Upper ends, inclusive, in ns, ascending. */
  readonly #bounds: Float64Array
  /** One more than bounds: what is above all of them. */
  readonly #counts: Float64Array
  #sum = 0
  #n = 0

  constructor(bounds: Float64Array) {
    this.#bounds = bounds
    this.#counts = new Float64Array(bounds.length + 1)
  }

  /** @param value ns; NaN is no value */
  observe(value: number, count = 1): void {
    if (Number.isNaN(value)) return
    this.#counts[this.#bucketOf(value)] += count
    this.#sum += value * count
    this.#n += count
  }

  /** As Prometheus has them: each bucket counts those below it too. */
  values(name: string, labels: Labels): Value[] {
    let below = 0
    const buckets = Array.from(this.#bounds, (bound, i): Value => {
      below += this.#counts[i]
      return { metricName: `${name}_bucket`, labels: { le: bound / NS_PER_S, ...labels }, value: below }
    })
    return [
      ...buckets,
      { metricName: `${name}_bucket`, labels: { le: '+Inf', ...labels }, value: this.#n },
      { metricName: `${name}_sum`, labels, value: this.#sum / NS_PER_S },
      { metricName: `${name}_count`, labels, value: this.#n },
    ]
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
