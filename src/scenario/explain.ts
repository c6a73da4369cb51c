import type { z } from 'zod'
import type { Failure, Place } from '../base/failure.ts'
import { suggest } from '../base/suggest.ts'
import { type Path, type ScenarioDocument, spellPath, valueAt } from './document.ts'
import { issue } from './scenario-failure.ts'
import { descriptionAt, keysAt } from './schema/keys-at.ts'
import { spellValue } from './schema/quantity.ts'
import { scenarioFile } from './schema/scenario.ts'

/** Turns what the schema found wrong into issues for people: place, what was expected, what was got, the way out. */
export function explain(problems: readonly z.core.$ZodIssue[], document: ScenarioDocument): Failure[] {
  return problems.flatMap((problem) => explainOne(problem, [], document))
}

function explainOne(problem: z.core.$ZodIssue, under: Path, document: ScenarioDocument): Failure[] {
  const path: Path = [...under, ...(problem.path as Path)]
  if (problem.code === 'unrecognized_keys') return problem.keys.map((key) => unknownKey(key, path, document))
  if (problem.code === 'invalid_union') {
    const branch = bestBranch(problem.errors)
    if (branch) return branch.flatMap((inner) => explainOne(inner, path, document))
  }
  if (!has(document.value, path)) return [missingKey(path, document)]
  const [message, hint] = wording(problem, valueAt(document.value, path), path)
  const where = path.length > 0 ? `${spellPath(path)}: ` : ''
  return [
    issue(CODES[problem.code] ?? 'value', `${where}${message}`, discreet(document.places.value(path), path), hint),
  ]
}

/** Lines that may hold a literal secret are not shown. */
function discreet(place: Place, path: Path): Place {
  return isSecret(path) ? { ...place, source: undefined } : place
}

const isSecret = (path: Path) => path.includes('headers') || path.includes('apiKey')

const CODES: { readonly [code: string]: string } = { invalid_type: 'type', invalid_value: 'choice' }

/** The alternative meant: of the right type, and with the fewest problems. */
function bestBranch(branches: readonly z.core.$ZodIssue[][]): z.core.$ZodIssue[] | undefined {
  const meant = branches.filter((issues) =>
    issues.every(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'),
  )
  return meant.sort((a, b) => a.length - b.length)[0]
}

function unknownKey(key: string, path: Path, document: ScenarioDocument): Failure {
  const valid = keysAt(scenarioFile, path)
  const at = [...path, key]
  const near = suggest(key, valid) ?? elsewhere(key)
  const where = path.length === 0 ? 'a scenario' : spellPath(path)
  const hint = near === undefined ? `its keys are ${valid.join(', ')}` : `did you mean ${near}?`
  const place = discreet(document.places.key(at), at)
  return issue('unknown-key', `${spellPath(at)}: ${where} has no key "${key}"`, place, commented(key) ?? hint)
}

/** Where a key stands that was written at the wrong depth. */
function elsewhere(key: string): string | undefined {
  const parts = keysAt(scenarioFile, [])
  if (parts.includes(key)) return `${key}, at the top of the file`
  const part = parts.find((name) => keysAt(scenarioFile, [name]).includes(key))
  return part && `${part}.${key}`
}

const commented = (key: string) => (/^\/[/*]/.test(key) ? 'JSON has no comments; in YAML they begin with #' : undefined)

function missingKey(path: Path, document: ScenarioDocument): Failure {
  const what = descriptionAt(scenarioFile, path)
  const example = EXAMPLES[String(path.at(-1))]
  const message = `${spellPath(path)} is missing${what ? `: ${what}` : ''}`
  return issue('missing-key', message, document.places.value(path.slice(0, -1)), example && `for example ${example}`)
}

const EXAMPLES: { readonly [key: string]: string } = {
  tailgate: 'tailgate: 1',
  targets: 'targets: { url: "http://127.0.0.1:8000", protocol: openai-chat, model: llama-3.1-8b }',
  url: 'url: http://127.0.0.1:8000',
  load: 'load: { arrivals: poisson, rate: 20/s, duration: 60s }',
  rate: 'rate: 20/s',
  duration: 'duration: 60s',
  path: 'path: prompts.jsonl',
  port: 'port: 8000',
  date: 'date: 2026-01-31',
  source: 'source: price list of the provider',
  zone: 'zone: DE',
  intensity: 'intensity: 302 g/kWh',
}

function wording(problem: z.core.$ZodIssue, value: unknown, path: Path): [message: string, hint?: string] {
  const got = isSecret(path) ? kindOf(value) : spellValue(value)
  if (problem.code === 'invalid_value') {
    const choices = problem.values.map(String)
    const near = typeof value === 'string' ? suggest(value, choices) : undefined
    if (!problem.message.startsWith('Invalid')) return split(problem.message)
    return [`expected ${oneOf(choices)}, got ${got}`, near && `did you mean ${near}?`]
  }
  if (problem.code === 'invalid_type' && problem.message.startsWith('Invalid')) {
    const hint = path.at(-1) === 'apiKey' ? 'write apiKey: { env: NAME }; a key never stands in a scenario' : undefined
    return [`expected ${TYPES[problem.expected] ?? problem.expected}, got ${got}`, hint]
  }
  if (problem.code === 'too_small') return [`expected ${bound(problem, 'more', problem.minimum)}, got ${got}`]
  if (problem.code === 'too_big') return [`expected ${bound(problem, 'less', problem.maximum)}, got ${got}`]
  return split(problem.message)
}

function bound(
  problem: { origin: string; inclusive?: boolean },
  side: 'more' | 'less',
  limit: number | bigint,
): string {
  if (problem.origin === 'string') return 'text that is not empty'
  if (problem.origin === 'array') return `a list of at least ${limit === 1 ? 'one' : limit}`
  return `a number ${problem.inclusive ? `of ${limit} or ${side}` : `${side === 'more' ? 'above' : 'below'} ${limit}`}`
}

const TYPES: { readonly [type: string]: string } = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a mapping of keys to values',
  record: 'a mapping of names to values',
  array: 'a list',
  tuple: 'a list of two',
}

function split(message: string): [message: string, hint?: string] {
  const [text, hint] = message.split('\n')
  return [text, hint]
}

function has(value: unknown, path: Path): boolean {
  return path.length === 0 || valueAt(value, path) !== undefined
}

const kindOf = (value: unknown): string => (typeof value === 'string' ? 'text' : spellValue(value).split(' ')[0])
const oneOf = (choices: readonly string[]) => (choices.length === 1 ? choices[0] : `one of ${choices.join(', ')}`)
