import { readdirSync, readFileSync } from 'node:fs'
import type { Count, Mock } from './mock.ts'

/** What one process had used and the server had seen at one instant. */
interface Reading extends Count {
  /** CPU of all its threads, ns. */
  cpu: number
  /** Resident memory, bytes. */
  rss: number
}

const PERIOD_MILLIS = 250

/** Reads a client process and its server at intervals, until `stop`. */
export class Meter {
  readonly #readings: Reading[] = []
  readonly #pid: number
  readonly #mock: Mock
  #stopped = false

  constructor(pid: number, mock: Mock) {
    this.#pid = pid
    this.#mock = mock
    void this.#watch()
  }

  stop(): void {
    this.#stopped = true
  }

  /** Steady state: from a tenth to nine tenths of the requests. */
  steady(requests: number): Usage {
    const within = this.#readings.filter(({ ended }) => ended >= requests / 10 && ended <= (requests * 9) / 10)
    return usageOf(within)
  }

  /** RSS, bytes, while the number of ended requests lay in [from, to]. */
  rss(from: number, to: number): number[] {
    return this.#readings.filter(({ ended }) => ended >= from && ended <= to).map(({ rss }) => rss)
  }

  async #watch(): Promise<void> {
    while (!this.#stopped) {
      try {
        const count = await this.#mock.count()
        this.#readings.push({ ...count, cpu: cpuOf(this.#pid), rss: rssOf(this.#pid) })
      } catch {
        // The process has just ended, or the server is too busy to say: the next reading will do.
      }
      await new Promise((resolve) => setTimeout(resolve, PERIOD_MILLIS))
    }
  }
}

/** Rates are per second of wall time, costs in µs of CPU. NaN where the load was too short to be read twice. */
export interface Usage {
  requestsPerSecond: number
  tokensPerSecond: number
  cpuPerRequest: number
  cpuPerToken: number
  cores: number
}

function usageOf(readings: readonly Reading[]): Usage {
  const [first, last] = [readings[0], readings.at(-1)]
  const [from, to] = first === undefined || last === undefined || first === last ? [BLANK, BLANK] : [first, last]
  const seconds = (to.at - from.at) / 1e9
  const cpu = (to.cpu - from.cpu) / 1e3
  return {
    requestsPerSecond: (to.ended - from.ended) / seconds,
    tokensPerSecond: (to.tokens - from.tokens) / seconds,
    cpuPerRequest: cpu / (to.ended - from.ended),
    cpuPerToken: cpu / (to.tokens - from.tokens),
    cores: cpu / 1e6 / seconds,
  }
}

const BLANK: Reading = { requests: 0, ended: 0, tokens: 0, at: 0, cpu: 0, rss: 0 }

function cpuOf(pid: number): number {
  const tasks = readdirSync(`/proc/${pid}/task`)
  return tasks.reduce(
    (sum, task) => sum + Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]),
    0,
  )
}

function rssOf(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1] ?? 0) * 1024
}
