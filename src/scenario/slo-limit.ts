import { nanos } from '../base/nanos.ts'
import { parseCount, parseDuration, parseRate, parseShare, spellDuration } from '../base/quantity.ts'
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

const KINDS: { readonly [unit in Unit]: LimitKind } = {
  ns: duration,
  '1/s': rate,
  'tokens/s': rate,
  share,
  count,
  requests: count,
  tokens: count,
  bytes: count,
}

/** Reads a limit in a metric's unit: ns, per second, share from 0 to 1, or a count. */
export function parseLimit(text: string, unit: Unit): number | { problem: string; hint?: string } {
  const kind = KINDS[unit]
  const value = kind.parse(text)
  if (value !== undefined && !(kind === share && value > 1)) return value
  const bare = /^[0-9.]+$/.test(text) && kind.suffix !== ''
  return {
    problem: `expected ${kind.what}, got ${JSON.stringify(text)}`,
    hint: bare ? `did you mean ${text}${kind.suffix}?` : undefined,
  }
}

/** The inverse of `parseLimit`. */
export function spellLimit(value: number, unit: Unit): string {
  return KINDS[unit].spell(value)
}
