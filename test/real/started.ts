/** Something the harness has started and must end again, with all it started itself. */
export interface Started {
  stop(): Promise<void>
}

const started: Started[] = []
let isClosing = false

/** @throws Error once the harness was told to stop: what began then nobody would end */
export function mayStart(): void {
  if (isClosing) throw new Error('not begun: the harness was told to stop')
}

/** Remembers it until it is forgotten, for when the harness itself is told to stop. */
export function remember(one: Started): void {
  started.push(one)
}

export function forget(one: Started): void {
  const index = started.indexOf(one)
  if (index >= 0) started.splice(index, 1)
}

/** Ends all that still runs, the latest first: who loads servers goes before them, and who restarts them too. */
export async function stopAllStarted(): Promise<void> {
  isClosing = true
  for (const one of [...started].reverse()) await one.stop()
}
