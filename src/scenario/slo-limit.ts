import { nanos } from '../base/nanos.ts'
import {
  parseCount,
  parseDollars,
  parseDuration,
  parseGrams,
  parseJoules,
  parseRate,
  parseShare,
  spellDuration,
} from '../base/quantity.ts'
import type { Unit } from '../model/metric.ts'
import { spellShare } from './spell.ts'

interface LimitKind {
  what: string
  /** Text put behind a bare number to suggest what was meant. */
  suffix: string
  parse: (text: string) => number | undefined
  spell: (value: number) => string
}

const duration: LimitKind = {
  what: 'a duration such as 500ms',
  suffix: 'ms',
  parse: parseDuration,
  spell: (value) => spellDuration(nanos(value)),
}
const rate: LimitKind = { what: 'a rate such as 20/s', suffix: '/s', parse: parseRate, spell: (value) => `${value}/s` }
const share: LimitKind = { what: 'a share such as 99%', suffix: '%', parse: parseShare, spell: spellShare }
const count: LimitKind = { what: 'a number', suffix: '', parse: parseCount, spell: String }

/** A number with its unit. */
const amount = (what: string, unit: string, parse: LimitKind['parse']): LimitKind => ({
  what,
  suffix: ` ${unit}`,
  parse,
  spell: (value) => `${value} ${unit}`,
})
const dollars = amount('US dollars such as 2.5 USD', 'USD', parseDollars)
const joules = amount('an energy such as 3.5 J', 'J', parseJoules)
const grams = amount('a mass such as 12 g', 'g', parseGrams)

/** A count with its unit behind it, or without. */
const countPer = (unit: Unit): LimitKind => ({
  what: `a number such as 1.5k ${unit}`,
  suffix: '',
  parse: (text) => parseCount(text.endsWith(unit) ? text.slice(0, -unit.length) : text),
  spell: (value) => `${value} ${unit}`,
})

const KINDS: { readonly [unit in Unit]: LimitKind } = {
  ns: duration,
  '1/s': rate,
  'tokens/s': rate,
  share,
  count,
  requests: count,
  tokens: count,
  bytes: count,
  USD: dollars,
  J: joules,
  gCO2: grams,
  'tokens/USD': countPer('tokens/USD'),
  'tokens/J': countPer('tokens/J'),
}

/** Reads a limit in a metric's unit: ns, per second, share from 0 to 1, a count, US dollars, joules or grams. */
export function parseLimit(text: string, unit: Unit): number | { problem: string; hint?: string } {
  const kind = KINDS[unit]
  const value = kind.parse(text)
  if (value !== undefined && Number.isFinite(value) && !(kind === share && value > 1)) return value
  const bare = /^[0-9.]+$/.test(text) && kind.suffix !== ''
  return {
    problem: `expected ${kind.what}, got ${JSON.stringify(text)}`,
    hint: bare ? `did you mean ${withUnit(kind, text)}?` : undefined,
  }
}

/** `0.99` of a share means 99%. */
function withUnit(kind: LimitKind, bare: string): string {
  return kind === share && Number(bare) <= 1 ? spellShare(Number(bare)) : `${bare}${kind.suffix}`
}

/** The inverse of `parseLimit`. */
export function spellLimit(value: number, unit: Unit): string {
  return KINDS[unit].spell(value)
}
