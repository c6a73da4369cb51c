import type { Mt19937 } from './mt19937.ts'
import { type IntegerMapping, uniformInt } from './uniform-int.ts'

/**
 * Shuffles in place as `std::shuffle` of libstdc++ does, which takes two positions from one draw while the square of
 * the length fits in 32 bits (docs/mlperf.md §2.6). Fewer than two items draw nothing.
 */
export function shuffle(items: Uint32Array, random: Mt19937, mapping: IntegerMapping): void {
  if (items.length === 0) return
  if (Math.floor((2 ** 32 - 1) / items.length) >= items.length) byPairs(items, random, mapping)
  else oneByOne(items, random, mapping)
}

/** 0, 1, … n−1 shuffled. */
export function permutation(n: number, random: Mt19937, mapping: IntegerMapping): Uint32Array {
  const items = new Uint32Array(n)
  for (let i = 0; i < n; i++) items[i] = i
  shuffle(items, random, mapping)
  return items
}

function byPairs(items: Uint32Array, random: Mt19937, mapping: IntegerMapping): void {
  let i = 1
  if (items.length % 2 === 0) {
    swap(items, i, uniformInt(random, 2, mapping))
    i++
  }
  for (; i < items.length; i += 2) {
    const range = i + 2
    const both = uniformInt(random, (range - 1) * range, mapping)
    swap(items, i, Math.floor(both / range))
    swap(items, i + 1, both % range)
  }
}

function oneByOne(items: Uint32Array, random: Mt19937, mapping: IntegerMapping): void {
  for (let i = 1; i < items.length; i++) swap(items, i, uniformInt(random, i + 1, mapping))
}

function swap(items: Uint32Array, a: number, b: number): void {
  const kept = items[a]
  items[a] = items[b]
  items[b] = kept
}
