import type { Place } from '../base/failure.ts'
import { isCNumber } from './loadgen-number.ts'

/** One `key = value` that LoadGen would keep. */
export interface ConfEntry {
  value: string
  place: Place
}

/** `error`: LoadGen rejects the whole file. `warning`: it ignores the line, or reads something else than it seems to say. */
export interface ConfProblem {
  severity: 'error' | 'warning'
  message: string
  place: Place
}

export interface ConfFile {
  entries: ReadonlyMap<string, ConfEntry>
  problems: readonly ConfProblem[]
}

/**
 * Reads a configuration file exactly as LoadGen does: a line is words split at white space, `key = value`; a word `#`
 * ends it where a key or `=` is expected; of several values the last wins (docs/mlperf.md §1.5).
 */
export function parseConf(text: string, file: string): ConfFile {
  const entries = new Map<string, ConfEntry>()
  const problems: ConfProblem[] = []
  for (const [i, source] of text.split('\n').entries()) {
    const place = { file, line: i + 1, source }
    for (const step of readLine(words(source))) {
      if (typeof step === 'string') problems.push({ severity: 'error', message: step, place })
      else if ('ignored' in step) problems.push({ severity: 'warning', message: step.ignored, place })
      else keep(entries, problems, step, place)
    }
  }
  return { entries, problems }
}

const words = (line: string): string[] => line.split(/[ \t\v\f\r]+/).filter((word) => word !== '')

type Step = string | { ignored: string } | { key: string; value: string }

function* readLine([key, equals, ...values]: string[]): Generator<Step> {
  if (key === undefined || key === '#') return
  if (equals === undefined) {
    if (!key.startsWith('#')) yield { ignored: withoutSpaces(key) }
    return
  }
  if (equals === '#') {
    yield { ignored: `LoadGen ignores ${JSON.stringify(key)}: no "=" and no value follow it` }
    return
  }
  if (equals !== '=') {
    yield `expected "=" with spaces around it after ${JSON.stringify(key)}, got ${JSON.stringify(equals)}`
    return
  }
  if (values.length === 0) yield { ignored: `LoadGen ignores ${JSON.stringify(key)}: it has no value` }
  for (const value of values) {
    if (!isCNumber(value)) {
      yield `expected a number as the value of ${JSON.stringify(key)}, got ${JSON.stringify(value)}`
      return
    }
    yield { key, value }
  }
}

function withoutSpaces(word: string): string {
  const [key, value] = word.split('=')
  const meant = value === undefined ? `${key} = <value>` : `${key} = ${value}`
  return `LoadGen ignores ${JSON.stringify(word)}: it reads "key = value" only with spaces around "="; write ${meant}`
}

function keep(
  entries: Map<string, ConfEntry>,
  problems: ConfProblem[],
  { key, value }: { key: string; value: string },
  place: Place,
): void {
  const earlier = entries.get(key)
  if (earlier) {
    const message = `the last value of ${key} wins: ${value} replaces ${earlier.value} of line ${earlier.place.line}`
    problems.push({ severity: 'warning', message, place })
  }
  entries.set(key, { value, place })
}
