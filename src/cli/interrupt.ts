import { EXIT } from '../base/failure.ts'

/**
 * First Ctrl-C (or SIGTERM): the returned signal aborts, and whoever runs finishes in good order. A second one ends the
 * process at once; what is on disk stays.
 * @param said called at the first
 * @param leaving called at the second, before the process ends
 */
export function interruptSignal(
  said: () => void,
  leaving: () => void = () => {},
): { signal: AbortSignal; release(): void } {
  const controller = new AbortController()
  const interrupt = () => {
    if (controller.signal.aborted) {
      leaving()
      process.exit(EXIT.interrupted)
    }
    controller.abort()
    said()
  }
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const name of signals) process.on(name, interrupt)
  return {
    signal: controller.signal,
    release: () => {
      for (const name of signals) process.off(name, interrupt)
    },
  }
}
