import type { Clock } from '../../base/clock.ts'
import { NS_PER_MS } from '../../base/nanos.ts'
import type { Engine } from './engine.ts'
import type { Sequence, SequenceRequest } from './sequence.ts'

/**
 * Wakes an engine when its step ends. Each timer is set towards the step's own absolute end, so that a late one delays
 * its tokens but none after them.
 */
export class Pacemaker {
  readonly #engine: Engine
  readonly #clock: Clock
  #timer: NodeJS.Timeout | undefined
  #armedFor = Number.POSITIVE_INFINITY

  constructor(engine: Engine, clock: Clock) {
    this.#engine = engine
    this.#clock = clock
  }

  get waiting(): number {
    return this.#engine.waiting
  }

  submit(request: SequenceRequest): Sequence {
    const sequence = this.#engine.submit(request, this.#clock())
    this.#arm()
    return sequence
  }

  abort(sequence: Sequence): void {
    this.#engine.abort(sequence)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#armedFor = Number.POSITIVE_INFINITY
  }

  #arm(): void {
    const due = this.#engine.due
    if (due === this.#armedFor) return
    this.stop()
    if (due === Number.POSITIVE_INFINITY) return
    this.#armedFor = due
    const millis = Math.ceil((due - this.#clock()) / NS_PER_MS)
    this.#timer = setTimeout(() => this.#wake(), Math.max(0, millis))
  }

  #wake(): void {
    this.#armedFor = Number.POSITIVE_INFINITY
    this.#engine.advance(this.#clock())
    this.#arm()
  }
}
