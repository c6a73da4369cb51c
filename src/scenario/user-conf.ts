import { readFileSync } from 'node:fs'
import { EXIT, Failure } from '../base/failure.ts'
import { type ConfProblem, parseConf } from './loadgen-grammar.ts'
import { KEY_RULES, type KeyRule } from './loadgen-keys.ts'
import { LOADGEN_DEFAULTS, type LoadGenSettings } from './loadgen-settings.ts'
import { modelTrouble, unreadLine } from './loadgen-unread.ts'
import { BUILT_IN_CONF } from './mlperf-conf.ts'
import type { LoadGenScenario } from './mlperf-settings.ts'

/** Whose lines of the files apply. The model is named as MLPerf does, e.g. `llama3_1-8b-interactive`. */
export interface ConfScope {
  model: string
  scenario: LoadGenScenario
}

export interface ConfResult {
  settings: LoadGenSettings
  problems: readonly ConfProblem[]
}

/**
 * Reads a `user.conf` over the configuration built into LoadGen.
 * @throws Failure of exit `usage` when the file cannot be read or LoadGen would reject it
 */
export function readUserConf(path: string, scope: ConfScope): { settings: LoadGenSettings; warnings: string[] } {
  const text = readText(path)
  const { settings, problems } = applyUserConf(text, path, scope)
  const error = problems.find((problem) => problem.severity === 'error')
  if (!error) {
    const trouble = modelTrouble(scope.model, parseConf(text, path).entries.keys(), BUILT_IN_CONF.keys())
    const warnings = problems.map(({ place, message }) => `${place.file}:${place.line}: ${message}`)
    return { settings, warnings: trouble === undefined ? warnings : [...warnings, `${path}: ${trouble}`] }
  }
  throw new Failure('user-conf.line', error.message, {
    exit: EXIT.usage,
    place: error.place,
    hint: 'LoadGen rejects the whole file for one such line; comments stand on lines of their own, after "# "',
  })
}

/**
 * What LoadGen's settings are after it has read a file of this text: the built-in configuration, then, unless a line of
 * it is in error, the file. A line's key is looked up as `model.scenario.key`, `*.scenario.key`, `model.*.key`,
 * `*.*.key`, the first hit in one file winning (docs/mlperf.md §1.5).
 */
export function applyUserConf(text: string, file: string, scope: ConfScope): ConfResult {
  const settings = { ...LOADGEN_DEFAULTS }
  applyRules(settings, (key) => BUILT_IN_CONF.get(key), scope, true)
  const { entries, problems } = parseConf(text, file)
  if (problems.some((problem) => problem.severity === 'error')) return { settings, problems }
  applyRules(settings, (key) => entries.get(key)?.value, scope, false)
  const unread = [...entries].flatMap(([key, entry]) => unreadLine(key, entry, settings) ?? [])
  return { settings, problems: [...problems, ...unread] }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : String(cause)
    throw new Failure('user-conf.file', `cannot read the MLPerf configuration ${path}: ${why}`, {
      exit: EXIT.usage,
      hint: 'a relative path starts at the scenario file',
      cause,
    })
  }
}

type Lookup = (key: string) => string | undefined

function applyRules(settings: LoadGenSettings, lookup: Lookup, scope: ConfScope, builtIn: boolean): void {
  for (const rule of KEY_RULES) {
    if (rule.builtInOnly && !builtIn) continue
    if (rule.when && !rule.when(settings)) continue
    const value = firstHit(lookup, rule, scope)
    if (value !== undefined) rule.apply(settings, value)
  }
}

function firstHit(lookup: Lookup, { key, under }: KeyRule, { model, scenario }: ConfScope): string | undefined {
  const asked = under === 'run' ? scenario : under
  return (
    lookup(`${model}.${asked}.${key}`) ??
    lookup(`*.${asked}.${key}`) ??
    lookup(`${model}.*.${key}`) ??
    lookup(`*.*.${key}`)
  )
}
