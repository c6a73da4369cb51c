import { suggest } from '../base/suggest.ts'
import type { ConfEntry, ConfProblem } from './loadgen-grammar.ts'
import { KEY_RULES } from './loadgen-keys.ts'
import { toDouble, toUint64 } from './loadgen-number.ts'
import type { LoadGenSettings } from './loadgen-settings.ts'

const SCENARIOS = ['*', 'SingleStream', 'MultiStream', 'Server', 'Offline']

/**
 * Why LoadGen would not read an entry that is in form, or would read another value than it shows; undefined when it
 * reads what is written. Entries for other models and scenarios are nothing to warn of.
 */
export function unreadLine(full: string, entry: ConfEntry, settings: LoadGenSettings): ConfProblem | undefined {
  const why = whyUnread(full, settings) ?? whyMisread(full, entry.value)
  return why === undefined ? undefined : { severity: 'warning', message: why, place: entry.place }
}

function whyUnread(full: string, settings: LoadGenSettings): string | undefined {
  const ignored = (why: string) => `LoadGen ignores ${full}: ${why}`
  const { scenario, key } = parts(full)
  if (full.startsWith('\ufeff')) return ignored('the file begins with a byte-order mark, which is part of this key')
  if (key === undefined) return ignored('a key is model.scenario.name, with * for any')
  if (!SCENARIOS.includes(scenario)) return ignored(`no scenario is called ${scenario}${nearest(scenario, SCENARIOS)}`)
  const named = KEY_RULES.filter((rule) => rule.key === key)
  if (named.length === 0) return ignored(`nothing reads ${key}${nearest(key, KEYS)}`)
  const [rule] = readBy(full)
  if (!rule) return ignored(`it reads ${key} only under ${named.map(({ under }) => under).join(', ')}`)
  if (rule.builtInOnly) return ignored(`it takes ${key} only from its built-in configuration`)
  if (rule.when && !rule.when(settings)) return ignored('the token latencies it belongs to are not switched on')
  return undefined
}

function whyMisread(full: string, value: string): string | undefined {
  const integer = toUint64(value)
  if (parts(full).key === 'mode' && integer > 3n) return `LoadGen ignores ${full}: a mode is 0 to 3, got ${value}`
  if (Number(integer) === toDouble(value) || readBy(full).every(({ reads }) => reads === 'double')) return undefined
  return `LoadGen reads ${full} as an unsigned integer: ${value} becomes ${integer}`
}

const KEYS = KEY_RULES.map(({ key }) => key)

function readBy(full: string) {
  const { scenario, key } = parts(full)
  return KEY_RULES.filter(
    ({ key: known, under }) => known === key && (under === 'run' || scenario === '*' || under === scenario),
  )
}

/** A model's name may hold dots, the rest not. */
function parts(full: string): { model: string; scenario: string; key: string | undefined } {
  const [, model = '', scenario = '', key] = /^(.+)\.([^.]+)\.([^.]+)$/.exec(full) ?? []
  return { model, scenario, key }
}

/** Why lines for a model, given or not, do not apply although they may be meant to; undefined where all is well. */
export function modelTrouble(asked: string, keys: Iterable<string>, builtIn: Iterable<string>): string | undefined {
  const own = modelsOf(keys)
  const known = [...own, ...modelsOf(builtIn)]
  if (asked === '*')
    return own.length === 0 ? undefined : `load.model is not given: no line for ${own.join(', ')} applies`
  if (known.includes(asked)) return undefined
  return `no line of the configuration is for model ${asked}, so only those for * apply${nearest(asked, known)}`
}

const modelsOf = (keys: Iterable<string>): string[] =>
  [...new Set(Array.from(keys, (key) => parts(key).model))].filter((model) => model !== '*' && model !== '')

function nearest(typed: string, candidates: readonly string[]): string {
  const found = suggest(typed, candidates)
  return found ? `; did you mean ${found}?` : ''
}
