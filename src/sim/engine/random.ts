/**
 * Counter-based randomness: the same seed and counter give the same draw, in any order, so that a simulated run can be
 * repeated whatever order its requests come in.
 */
export function mix(seed: number, counter: number): number {
  let x = (seed ^ Math.imul(counter + 1, 0x9e3779b9)) >>> 0
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}

/** A draw from [0, 1). */
export const uniform = (seed: number, counter: number): number => mix(seed, counter) / 2 ** 32

/** A draw from the standard normal distribution (Box–Muller). */
export function normal(seed: number, counter: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(seed, 2 * counter)))
  return radius * Math.cos(2 * Math.PI * uniform(seed, 2 * counter + 1))
}

/** A 32-bit seed from any text (FNV-1a). */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
