const SALTS = 1e9

/**
 * Where a run's salts begin, 0 to 10^9 − 1. Two runs of one plan send the same prompts; their salts must differ, or the
 * second finds the first one's prompts in the server's cache.
 */
export function saltStart(runId: string): number {
  let hash = 0x811c9dc5 // FNV-1a, 32 bit
  for (let i = 0; i < runId.length; i++) hash = Math.imul(hash ^ runId.charCodeAt(i), 0x01000193) >>> 0
  return hash % SALTS
}

/**
 * Writes a number into the places a payload keeps for it, most significant digit first; what has no place is dropped.
 * Numbers of a run's requests follow one another, so that no two have the same prompt.
 * @param at where the body starts in `bytes`
 * @param places offsets into the body
 */
export function writeSalt(bytes: Buffer, at: number, places: readonly number[], number: number): void {
  let rest = number
  for (let i = places.length - 1; i >= 0; i--) {
    const tenth = Math.floor(rest / 10)
    bytes[at + places[i]] = 48 + rest - 10 * tenth
    rest = tenth
  }
}
