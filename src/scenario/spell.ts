import type { Nanos } from '../base/nanos.ts'
import { parseShare, spellDuration } from '../base/quantity.ts'

/** A duration as files write it. The inverse of `parseDuration`. */
export const spellTime = (value: Nanos): string => (value === 0 ? '0s' : spellDuration(value))

/** A percentage that reads back as exactly this share. The inverse of `parseShare`. */
export function spellShare(share: number): string {
  const [digits, exponent] = share.toExponential().split('e')
  const shifted = `${digits}e${Number(exponent) + 2}`
  const plain = `${Number(shifted)}%`
  return parseShare(plain) === share ? plain : `${shifted}%`
}

/** A rate as files write it. The inverse of `parseRate` for rates per second. */
export const spellRate = (perSecond: number): string => `${perSecond}/s`
