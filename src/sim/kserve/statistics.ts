import type { Sequence } from '../engine/sequence.ts'

export interface Duration {
  count: number
  ns: number
}

const none = (): Duration => ({ count: 0, ns: 0 })

/** What `GET /v2/models/M/stats` counts, since the replica started. */
export class ModelStatistics {
  readonly name: string
  readonly #success = none()
  readonly #fail = none()
  readonly #queue = none()
  readonly #infer = none()
  #last = 0

  constructor(name: string) {
    this.name = name
  }

  succeeded(sequence: Sequence): void {
    this.#last = Date.now()
    add(this.#success, sequence.lastToken - sequence.submitted)
    add(this.#queue, sequence.scheduled - sequence.submitted)
    add(this.#infer, sequence.lastToken - sequence.scheduled)
  }

  failed(): void {
    add(this.#fail, 0)
  }

  get successes(): Readonly<Duration> {
    return this.#success
  }
  get failures(): number {
    return this.#fail.count
  }
  get queued(): Readonly<Duration> {
    return this.#queue
  }
  get inferred(): Readonly<Duration> {
    return this.#infer
  }

  get entry(): object {
    const { count } = this.#infer
    const untimed = { count, ns: 0 }
    return {
      name: this.name,
      version: '1',
      last_inference: this.#last,
      inference_count: count,
      execution_count: count,
      inference_stats: {
        success: this.#success,
        fail: this.#fail,
        queue: this.#queue,
        compute_input: untimed,
        compute_infer: this.#infer,
        compute_output: untimed,
        cache_hit: none(),
        cache_miss: none(),
      },
      response_stats: {},
      batch_stats: [],
      memory_usage: [],
    }
  }
}

function add(duration: Duration, ns: number): void {
  duration.count++
  duration.ns += ns
}
