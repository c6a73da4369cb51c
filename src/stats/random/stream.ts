import { Mt19937 } from './mt19937.ts'

/**
 * An independent generator for one named purpose of a run, so that drawing more of one thing never changes another.
 * The same seed and name give the same stream everywhere.
 */
export function stream(seed: string, name: string): Mt19937 {
  const label = `${seed}/${name}`
  return Mt19937.fromKey(Array.from({ length: label.length }, (_, i) => label.charCodeAt(i)))
}
