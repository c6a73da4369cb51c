import { z } from 'zod'
import type { Nanos } from '../../base/nanos.ts'
import { parseCount, parseDuration, parseRate, parseShare } from '../../base/quantity.ts'

export interface Kind<T> {
  /** `a duration such as 500ms` */
  what: string
  example: string
  pattern: string
  parse: (text: string) => T | undefined
  /** What a bare number most likely meant. */
  withUnit: (value: number) => string
}

export const NUMBER = String.raw`^[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?`

/** What a timer of Node can wait; a longer one would go off at once. */
const LONGEST = 24 * 86_400e9

/** A length of time with its unit, read as integer nanoseconds. @param meant what a bare number most likely is in */
export const duration = (meant: 's' | 'ms' = 's') =>
  quantity<Nanos>({
    what: 'a duration such as 500ms',
    example: '500ms',
    pattern: `${NUMBER}\\s*(ns|us|µs|ms|s|m|min|h)$`,
    parse: parseDuration,
    withUnit: (value) => `${value}${meant}`,
  }).refine((value) => value <= LONGEST, 'expected a duration of at most 24 days (576h)')

/** A rate with its unit, read as a number per second. */
export const rate = () =>
  quantity<number>({
    what: 'a rate such as 20/s',
    example: '20/s',
    pattern: `${NUMBER}\\s*/\\s*(s|m|min|h)$`,
    parse: parseRate,
    withUnit: (value) => `${value}/s`,
  })

/** A share in percent, read as a number from 0 to 1. */
export const share = () =>
  quantity<number>({
    what: 'a share such as 99%',
    example: '99%',
    pattern: `${NUMBER}\\s*%$`,
    parse: (text) => {
      const value = parseShare(text)
      return value !== undefined && value <= 1 ? value : undefined
    },
    withUnit: (value) => (value <= 1 ? `${value * 100}%` : `${value}%`),
  })

/** A text that is read as a number of one unit. */
export function quantity<T>(kind: Kind<T>) {
  const text = z
    .string({ error: ({ input }) => refuse(kind, input) })
    .meta({ pattern: kind.pattern, examples: [kind.example] })
  return text.transform((value, context) => {
    const parsed = kind.parse(value)
    if (parsed !== undefined) return parsed
    context.addIssue({ code: 'custom', message: refuse(kind, value), input: value })
    return z.NEVER
  })
}

/** A message, and in its second line the way out. */
function refuse<T>(kind: Kind<T>, input: unknown): string {
  const expected = `expected ${kind.what}, got ${spellValue(input)}${typeof input === 'number' ? ' (a bare number)' : ''}`
  const bare = typeof input === 'string' && /^\s*[0-9.]+\s*$/.test(input) ? Number(input) : input
  return typeof bare === 'number' && bare >= 0 ? `${expected}\ndid you mean "${kind.withUnit(bare)}"?` : expected
}

/** A whole number, or text such as `10k`. */
export const count = (least = 0, most = Number.MAX_SAFE_INTEGER) => {
  const expected = `expected a whole number${least > 0 ? ` of at least ${least}` : ''}, such as 32 or 10k`
  return z
    .union([z.int(), z.string().meta({ pattern: `${NUMBER}\\s*[kM]?$` })], {
      error: ({ input }) => `${expected}, got ${spellValue(input)}`,
    })
    .transform((value, context) => {
      const parsed = typeof value === 'number' ? value : parseCount(value)
      if (parsed !== undefined && Number.isSafeInteger(parsed) && parsed >= least && parsed <= most) return parsed
      const range = most < Number.MAX_SAFE_INTEGER ? ` and at most ${most}` : ''
      context.addIssue({ code: 'custom', message: `${expected}${range}, got ${spellValue(value)}`, input: value })
      return z.NEVER
    })
}

/** A seed: a decimal number below 2^64, quoted or not, kept as text because it may exceed 2^53. */
export const seed = () =>
  z
    .union([z.int(), z.string().meta({ pattern: '^[0-9]{1,20}$' })], {
      error: ({ input }) => `expected a seed, a whole number below 2^64, got ${spellValue(input)}`,
    })
    .transform((value, context) => {
      const text = String(value)
      if (/^[0-9]{1,20}$/.test(text) && BigInt(text) < 2n ** 64n) return BigInt(text).toString()
      const message = `expected a seed, a whole number from 0 to 2^64 − 1, got ${spellValue(value)}`
      context.addIssue({ code: 'custom', message, input: value })
      return z.NEVER
    })

/** `20`, `"20"`, `a list`: a value as messages show it. */
export function spellValue(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'nothing (null)'
  if (typeof value === 'number' || typeof value === 'boolean') return `${value}`
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value)
  if (!Array.isArray(value)) return 'a mapping'
  return value.length === 0 ? 'an empty list' : 'a list'
}
