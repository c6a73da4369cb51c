const LONGEST_MS = 2 ** 31 - 1

/** Resolves after at least so long, or at once when the signal is aborted. */
export function pause(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, Math.min(LONGEST_MS, Math.max(0, Math.ceil(millis))))
    signal.addEventListener('abort', done, { once: true })
  })
}
