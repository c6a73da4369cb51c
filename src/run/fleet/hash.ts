const GOLDEN = 0x9e3779b1

/** A text as 32 bits: FNV-1a over its UTF-16 units, then mixed. @param seed a hash that this one goes on from */
export function hashText(text: string, seed = 0): number {
  let hash = (0x811c9dc5 ^ seed) | 0
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return mix(hash, text.length)
}

/** Two 32-bit numbers as one, each bit of which depends on every bit of both: MurmurHash3's last step. */
export function mix(a: number, b: number): number {
  let hash = a ^ Math.imul(b, GOLDEN)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
