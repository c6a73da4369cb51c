import type { Nanos } from '../base/nanos.ts'
import { spellDuration } from '../base/quantity.ts'

/** A duration as files write it. The inverse of `parseDuration`. */
export const spellTime = (value: Nanos): string => (value === 0 ? '0s' : spellDuration(value))

/** The shortest percentage that reads back as exactly this share, for shares that were read from one. */
export function spellShare(share: number): string {
  for (let digits = 1; digits <= 17; digits++) {
    const percent = Number((share * 100).toPrecision(digits))
    if (percent / 100 === share) return `${percent}%`
  }
  return `${share * 100}%`
}

/** A rate as files write it. The inverse of `parseRate` for rates per second. */
export const spellRate = (perSecond: number): string => `${perSecond}/s`
