import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument as parseYaml,
  type Range,
  visit,
  type YAMLError,
} from 'yaml'
import type { Failure, Place } from '../base/failure.ts'
import { isMapping, type Path, Places, type ScenarioDocument } from './document.ts'
import { issue, ScenarioFailure } from './scenario-failure.ts'
import { maskSecrets } from './secret-mask.ts'

/**
 * Reads YAML or JSON, keeping the place of every key and value.
 * @param file named in the places
 * @throws ScenarioFailure with every syntax error of the text
 */
export function parseDocument(text: string, file: string): ScenarioDocument {
  const lines = new LineCounter()
  const yaml = parseYaml(text, { lineCounter: lines, intAsBigInt: true, merge: true, prettyErrors: false })
  const place = placer(text, file, lines)

  const issues: Failure[] = yaml.errors.map((error) => issue('syntax', wording(error), place(error.pos[0])))
  if (issues.length > 0) throw new ScenarioFailure(issues)

  const value = plain(contentOf(yaml, file, place))
  if (!isMapping(value)) {
    const nothing = text.trim() === '' ? 'an empty file' : 'a file of comments'
    const got = value === null ? nothing : Array.isArray(value) ? 'a list' : 'plain text'
    throw new ScenarioFailure([
      issue('not-a-mapping', `expected a mapping of keys to values, got ${got}`, { file, line: 1, column: 1 }),
    ])
  }
  const places = new Places()
  places.set([], { key: { file }, value: { file } })
  walk(yaml.contents, [], places, place)
  return { value, places }
}

function wording({ code, message }: YAMLError): string {
  if (code === 'MULTIPLE_DOCS') return 'a scenario file holds one document; a second begins here'
  return `this is no valid YAML or JSON: ${firstLine(message)}`
}

function contentOf(yaml: ReturnType<typeof parseYaml>, file: string, place: (offset: number) => Place): unknown {
  const dangling = danglingAlias(yaml)
  if (dangling !== undefined) {
    const message = `this is no valid YAML: *${dangling.name} refers to an anchor, &${dangling.name}, that is not above it`
    throw new ScenarioFailure([issue('syntax', message, place(dangling.offset))])
  }
  try {
    return yaml.toJS()
  } catch (cause) {
    // So many aliases that they are an attack.
    throw new ScenarioFailure([issue('syntax', `this is no valid YAML: ${(cause as Error).message}`, { file })])
  }
}

function danglingAlias(yaml: ReturnType<typeof parseYaml>): { name: string; offset: number } | undefined {
  let found: { name: string; offset: number } | undefined
  visit(yaml, {
    Alias(_, alias) {
      if (alias.resolve(yaml) !== undefined) return undefined
      found = { name: alias.source, offset: offsetOf(alias) }
      return visit.BREAK
    },
  })
  return found
}

function placer(text: string, file: string, lines: LineCounter): (offset: number) => Place {
  const source = text.split('\n')
  return (offset) => {
    const { line, col } = lines.linePos(offset)
    return { file, line, column: col, source: maskSecrets((source[line - 1] ?? '').replace(/\r$/, '')) }
  }
}

function walk(node: unknown, path: Path, places: Places, place: (offset: number) => Place): void {
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue
      const at = place(offsetOf(key))
      const below = [...path, String(key.value)]
      const hasValue = typeof value === 'object' && value !== null && 'range' in value && value.range
      places.set(below, { key: at, value: hasValue ? place(offsetOf(value)) : at })
      walk(value, below, places, place)
    }
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) {
      const at = place(offsetOf(item))
      places.set([...path, index], { key: at, value: at })
      walk(item, [...path, index], places, place)
    }
  }
}

const offsetOf = (node: unknown): number => (node as { range?: Range | null }).range?.[0] ?? 0

/** Integers become numbers where they are exact, and stay decimal text where they are not: seeds exceed 2^53. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const small = value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    return small ? Number(value) : value.toString()
  }
  if (Array.isArray(value)) return value.map(plain)
  if (isMapping(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
  return value
}

const firstLine = (text: string) => text.split('\n', 1)[0]
