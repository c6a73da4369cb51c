import type { Lengths } from '../../model/scenario.ts'
import type { Mt19937 } from '../../stats/random/mt19937.ts'
import { lognormal, normal } from '../../stats/random/normal.ts'
import { index } from '../../stats/random/uniform.ts'

/**
 * Draws a number of tokens, at least 1. Mean and standard deviation, of the lognormal too, are those of the tokens
 * before they are rounded and clamped to [min, max].
 */
export function drawLength(lengths: Lengths, random: Mt19937): number {
  return Math.max(1, draw(lengths, random))
}

function draw(lengths: Lengths, random: Mt19937): number {
  switch (lengths.kind) {
    case 'fixed':
      return lengths.value
    case 'uniform':
      return lengths.min + index(random, lengths.max - lengths.min + 1)
    case 'normal':
      return clamp(lengths.mean + lengths.stddev * normal(random), lengths)
    case 'lognormal':
      return clamp(lognormal(random, lengths.mean, lengths.stddev), lengths)
  }
}

function clamp(value: number, { min, max }: { min: number; max: number }): number {
  return Math.min(max, Math.max(min, Math.round(value)))
}
