import type { TestContext } from 'node:test'

interface Timer {
  at: number
  call: () => void
}

/** Node's timers on a time of their own, in milliseconds, for the length of one test. */
export class VirtualTimers {
  #millis = 0
  readonly #timers = new Set<Timer>()
  #immediates: (() => void)[] = []

  constructor(context: TestContext) {
    const { mock } = context
    mock.method(globalThis, 'setTimeout', (call: (...args: unknown[]) => void, millis = 0, ...args: unknown[]) => {
      const timer = { at: this.#millis + Math.max(1, millis), call: () => call(...args) }
      this.#timers.add(timer)
      return timer
    })
    mock.method(globalThis, 'clearTimeout', (timer: Timer) => this.#timers.delete(timer))
    mock.method(globalThis, 'setImmediate', (call: (...args: unknown[]) => void, ...args: unknown[]) => {
      this.#immediates.push(() => call(...args))
    })
  }

  get millis(): number {
    return this.#millis
  }

  /** One millisecond: what is due, then immediates until there are none. */
  tick(): void {
    this.#millis++
    const due = [...this.#timers].filter((timer) => timer.at <= this.#millis).sort((a, b) => a.at - b.at)
    for (const timer of due) {
      this.#timers.delete(timer)
      timer.call()
    }
    while (this.#immediates.length > 0) {
      const round = this.#immediates
      this.#immediates = []
      for (const call of round) call()
    }
  }
}
