import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Clock } from '../base/clock.ts'
import { type Nanos, nanos } from '../base/nanos.ts'

/** How well this generator thread keeps up, over one interval. */
export interface Vitals {
  lagP99: Nanos
  loopDelayP99: Nanos
  /** Share of one core, active waiting left out. */
  cpu: number
  rss: number
}

const RESOLUTION_MS = 10
const LAGS = 4096

/** Watches the thread it is made in. Lags are kept in a ring, so that a percentile costs nothing until asked for. */
export class Health {
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  readonly #clock: Clock
  readonly #spun: () => number
  readonly #lags = new Float64Array(LAGS)
  #lagCount = 0
  #rss = 0
  #since: number
  #cpuBefore: number
  #spunBefore = 0

  constructor(clock: Clock, spun: () => number) {
    this.#clock = clock
    this.#spun = spun
    this.#since = clock()
    this.#cpuBefore = threadCpuNanos()
    this.#delay.enable()
  }

  lag(nanoseconds: number): void {
    this.#lags[this.#lagCount++ % LAGS] = nanoseconds
  }

  /** The interval since the last call. */
  take(): Vitals {
    const now = this.#clock()
    const cpu = threadCpuNanos()
    const spun = this.#spun()
    const busy = cpu - this.#cpuBefore - (spun - this.#spunBefore)
    const vitals = {
      lagP99: this.#lagP99(),
      loopDelayP99: nanos(Math.max(0, this.#delay.percentile(99) - RESOLUTION_MS * 1e6)),
      cpu: Math.max(0, busy) / Math.max(1, now - this.#since),
      rss: this.#resident(),
    }
    this.#since = now
    this.#cpuBefore = cpu
    this.#spunBefore = spun
    this.#lagCount = 0
    this.#delay.reset()
    return vitals
  }

  /** The system tells it in a file, which cannot be opened while connections hold all that this process may have. */
  #resident(): number {
    try {
      this.#rss = process.memoryUsage.rss()
    } catch {
      // As much as last time, then.
    }
    return this.#rss
  }

  close(): void {
    this.#delay.disable()
  }

  #lagP99(): Nanos {
    const count = Math.min(LAGS, this.#lagCount)
    if (count === 0) return nanos(0)
    const sorted = this.#lags.slice(0, count).sort()
    return nanos(sorted[Math.ceil((count * 99) / 100) - 1])
  }
}

/** CPU time of this thread where Node can tell it apart, else of the process. */
function threadCpuNanos(): number {
  const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage()
  return (user + system) * 1e3
}
