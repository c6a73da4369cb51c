import { low32, type Seed } from './seed.ts'

const SIZE = 624
const SHIFT = 397
const MATRIX = 0x9908b0df

/** The 32-bit Mersenne Twister, as `std::mt19937` (docs/mlperf.md §2.2). */
export class Mt19937 {
  readonly #state = new Uint32Array(SIZE)
  #position = SIZE

  /** @param seed used mod 2^32 */
  constructor(seed: Seed) {
    this.#fill(low32(seed))
  }

  /** Initialized from a list of 32-bit words of any length, at least one: the generator's reference `init_by_array`. */
  static fromKey(key: readonly number[]): Mt19937 {
    const twister = new Mt19937(19650218)
    twister.#mix(key)
    return twister
  }

  /** The next integer in [0, 2^32). */
  next32(): number {
    if (this.#position === SIZE) this.#twist()
    let y = this.#state[this.#position++]
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    return (y ^ (y >>> 18)) >>> 0
  }

  #fill(seed: number): void {
    const x = this.#state
    x[0] = seed
    for (let i = 1; i < SIZE; i++) x[i] = Math.imul(1812433253, x[i - 1] ^ (x[i - 1] >>> 30)) + i
  }

  #mix(key: readonly number[]): void {
    const x = this.#state
    let i = 1
    for (let round = 0; round < Math.max(SIZE, key.length); round++) {
      const j = round % key.length
      x[i] = (x[i] ^ Math.imul(x[i - 1] ^ (x[i - 1] >>> 30), 1664525)) + key[j] + j
      i = this.#advance(i)
    }
    for (let round = 1; round < SIZE; round++) {
      x[i] = (x[i] ^ Math.imul(x[i - 1] ^ (x[i - 1] >>> 30), 1566083941)) - i
      i = this.#advance(i)
    }
    x[0] = 0x80000000
  }

  #advance(i: number): number {
    if (i + 1 < SIZE) return i + 1
    this.#state[0] = this.#state[SIZE - 1]
    return 1
  }

  #twist(): void {
    const x = this.#state
    for (let i = 0; i < SIZE - SHIFT; i++) x[i] = x[i + SHIFT] ^ twisted(x[i], x[i + 1])
    for (let i = SIZE - SHIFT; i < SIZE - 1; i++) x[i] = x[i + SHIFT - SIZE] ^ twisted(x[i], x[i + 1])
    x[SIZE - 1] = x[SHIFT - 1] ^ twisted(x[SIZE - 1], x[0])
    this.#position = 0
  }
}

function twisted(upper: number, lower: number): number {
  const y = (upper & 0x80000000) | (lower & 0x7fffffff)
  return (y >>> 1) ^ (y & 1 ? MATRIX : 0)
}
