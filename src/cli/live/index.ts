import { type Clock, systemClock } from '../../base/clock.ts'
import { type Nanos, nanos } from '../../base/nanos.ts'
import type { Watch } from '../../distribute/run.ts'
import type { RunEvent } from '../../model/run-log.ts'
import type { Scenario } from '../../model/scenario.ts'
import { formatDuration } from '../../report/format.ts'
import { printable } from '../../report/printable.ts'
import type { Terminal } from '../terminal.ts'
import { blockDisplay, type Display, lineDisplay } from './displays.ts'
import type { MetricsEndpoint } from './metrics/endpoint.ts'
import { Rolling } from './rolling.ts'

export interface LiveView {
  /** What the run tells; undefined where nobody looks, so that nothing is sent. */
  watch: Watch | undefined
  /** One line for the person, above whatever is being drawn. */
  say(line: string): void
  close(): Promise<void>
}

export interface LiveOptions {
  scenario: Scenario
  terminal: Terminal
  quiet: boolean
  /** `:9464` or `host:port`. */
  metrics: string | undefined
}

const FRAME_MILLIS = 250

/**
 * Opens what shows a run while it runs: a block of lines on a terminal, plain lines elsewhere, nothing when quiet, and
 * Prometheus metrics when asked for.
 * @throws Failure (exit usage) when the metrics cannot be served at the address given
 */
export async function openLiveView(options: LiveOptions, clock: Clock = systemClock): Promise<LiveView> {
  const { scenario, terminal, quiet, metrics } = options
  const display = quiet ? null : displayFor(terminal)
  if (display === null && metrics === undefined) {
    return { watch: undefined, say: terminal.err, close: async () => {} }
  }
  const rolling = new Rolling(scenario)
  const run = new RunningView(rolling, display, clock)
  const endpoint = metrics === undefined ? null : await openEndpoint(metrics, scenario, rolling, () => run.now)
  if (endpoint !== null && !quiet) terminal.err(`metrics  ${endpoint.url}`)
  run.open(endpoint)
  return {
    watch: run,
    say: (line) => (display === null ? terminal.err(line) : display.say(line)),
    close: () => run.close(),
  }
}

const displayFor = (terminal: Terminal): Display =>
  terminal.interactive && process.env.TERM !== 'dumb' ? blockDisplay(terminal) : lineDisplay(terminal)

/** Its code, and prom-client's, is loaded only when asked for. */
async function openEndpoint(address: string, scenario: Scenario, rolling: Rolling, now: () => Nanos) {
  const { openMetricsEndpoint } = await import('./metrics/endpoint.ts')
  return openMetricsEndpoint(address, scenario, {
    inFlight: () => rolling.inFlight,
    offeredRate: () => rolling.offeredRate(now()),
  })
}

class RunningView implements Watch {
  readonly #rolling: Rolling
  readonly #display: Display | null
  readonly #clock: Clock
  #endpoint: MetricsEndpoint | null = null
  #zero: Nanos | null = null
  #ticking: NodeJS.Timeout | undefined

  constructor(rolling: Rolling, display: Display | null, clock: Clock) {
    this.#rolling = rolling
    this.#display = display
    this.#clock = clock
  }

  /** On the run's clock; before zero while it is being prepared. */
  get now(): Nanos {
    return nanos(this.#zero === null ? -1 : this.#clock() - this.#zero)
  }

  open(endpoint: MetricsEndpoint | null): void {
    this.#endpoint = endpoint
    this.#tick()
    this.#ticking = setInterval(() => this.#tick(), FRAME_MILLIS)
    this.#ticking.unref()
  }

  started: Watch['started'] = (plan, zero, gauges, fleet) => {
    this.#zero = zero
    this.#rolling.start(plan, gauges, fleet)
    this.#endpoint?.follow(fleet)
  }

  batch: Watch['batch'] = (batch) => {
    this.#rolling.take(batch)
    this.#endpoint?.take(batch)
  }

  event: Watch['event'] = (event) => {
    this.#rolling.event(event)
    this.#endpoint?.event(event)
    const line = lineOf(event)
    if (line !== null) this.#display?.say(line)
  }

  async close(): Promise<void> {
    clearInterval(this.#ticking)
    this.#display?.close()
    await this.#endpoint?.close()
  }

  #tick(): void {
    const { now } = this
    this.#rolling.sample(now)
    this.#display?.show(now, (at) => this.#rolling.look(at))
  }
}

/** What is worth a line of its own while it happens. */
function lineOf(event: RunEvent): string | null {
  if (event.kind === 'target') return printable(`${event.replica} is ${event.state}: ${event.because}`)
  if (event.kind === 'note') return printable(event.text)
  if (event.kind === 'fault') {
    const at = formatDuration(event.at)
    return printable(`${at}  ${event.fault}: ${event.replica} ${event.method} ${event.step}: ${event.because}`)
  }
  return null
}
