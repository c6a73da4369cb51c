import { NS_PER_S } from '../../base/nanos.ts'
import type { PowerStep } from './power-step.ts'
import { joulesAboveIdle } from './power-step.ts'
import type { GpuSettings } from './settings.ts'

/** What a meter shows. */
export interface GpuReading {
  /** Since the GPU was switched on. */
  readonly joules: number
  /** Mean over the last refresh interval, as the driver's own power reading is a mean. */
  readonly watts: number
  /** Share of the last refresh interval in which a step was under way. */
  readonly busy: number
}

interface State {
  readonly at: number
  readonly joules: number
  readonly busyNs: number
}

/**
 * Integrates a GPU's power exactly and shows it as an exporter does: new values at multiples of the refresh interval
 * since the GPU was switched on, whoever asks how often. Steps are told in order, each when it begins; a step told late
 * shows at the next refresh, so that the counter never goes back.
 */
export class GpuMeter {
  readonly #settings: GpuSettings
  readonly #since: number
  #joulesAbove: number
  #busyNs = 0
  #last: PowerStep | null = null
  #latched: State
  #shown: GpuReading

  /** @param joulesBefore drawn above idle power since then, by steps that are not told */
  constructor(settings: GpuSettings, since: number, joulesBefore = 0) {
    this.#settings = settings
    this.#since = since
    this.#joulesAbove = joulesBefore
    this.#latched = { at: since, joules: joulesBefore, busyNs: 0 }
    this.#shown = { joules: joulesBefore, watts: settings.idleWatts, busy: 0 }
  }

  began(step: PowerStep): void {
    this.#latch(step.begin)
    const last = this.#last
    if (last) {
      this.#joulesAbove += joulesAboveIdle(last, this.#settings.idleWatts, last.begin, last.end)
      this.#busyNs += last.end - last.begin
    }
    this.#last = step
  }

  read(at: number): GpuReading {
    this.#latch(at)
    return this.#shown
  }

  #latch(now: number): void {
    const { refresh, maxWatts } = this.#settings
    const at = now - ((now - this.#since) % refresh)
    if (at <= this.#latched.at) return
    const before = at - refresh > this.#latched.at ? this.#stateAt(at - refresh) : this.#latched
    const state = this.#stateAt(at)
    const span = state.at - before.at
    this.#latched = state
    this.#shown = {
      joules: state.joules,
      watts: Math.min(maxWatts, ((state.joules - before.joules) * NS_PER_S) / span),
      busy: Math.min(1, (state.busyNs - before.busyNs) / span),
    }
  }

  /** At an instant no earlier than the beginning of the last step, or told too late to matter. */
  #stateAt(at: number): State {
    const { idleWatts } = this.#settings
    const idle = (idleWatts * (at - this.#since)) / NS_PER_S
    const last = this.#last
    const under = last ? joulesAboveIdle(last, idleWatts, last.begin, at) : 0
    const busy = last ? Math.max(0, Math.min(last.end, at) - last.begin) : 0
    return { at, joules: idle + this.#joulesAbove + under, busyNs: this.#busyNs + busy }
  }
}
