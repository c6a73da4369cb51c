export interface Labels {
  readonly [label: string]: string
}

/** One sample of a scrape, as it was written. */
export interface MetricSample {
  name: string
  labels: Labels
  /** May be NaN or infinite. */
  value: number
  /** As written: ms since 1970 in the text format, s in OpenMetrics; null: none. */
  timestamp: number | null
}

export type SeriesKey = Pick<MetricSample, 'name' | 'labels'>

/** Dots, because `command` writes the log's own names, such as `requests.running`. */
const NAME = /[a-zA-Z_:][\w:.]*/y
const LABEL = /[ \t]*([a-zA-Z_][\w.]*)[ \t]*=[ \t]*"([^"\\]*(?:\\[\s\S][^"\\]*)*)"[ \t]*(?:,|(?=\}))/y
const REST = /^[ \t]*(\S+)(?:[ \t]+([+-]?[\d.]+(?:[eE][+-]?\d+)?))?[ \t]*(?:#.*)?$/
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/
const SPECIAL = /^([+-]?)(?:(nan)|inf(?:inity)?)$/i

/** Longer ones are no samples: they would only keep a regular expression busy. */
const LONGEST_LINE = 2 ** 16

/** The name that a line begins with; '' when it begins with none. */
export function nameOf(line: string): string {
  NAME.lastIndex = 0
  return NAME.exec(line)?.[0] ?? ''
}

/** `name{labels} value [timestamp]`, with or without an exemplar behind it; null when the line is no such thing. */
export function parseSampleLine(line: string): MetricSample | null {
  const series = line.length > LONGEST_LINE ? null : seriesAt(line)
  const rest = series && REST.exec(line.slice(series.end))
  if (!rest) return null
  const value = parseNumber(rest[1])
  if (value === null) return null
  const { name, labels } = series
  return { name, labels, value, timestamp: rest[2] === undefined ? null : Number(rest[2]) }
}

/** `power{device="gpu0"}` without a value, as scenarios name series; null when the text is no such thing. */
export function parseSeriesKey(text: string): SeriesKey | null {
  const series = seriesAt(text)
  return series && series.end === text.length ? { name: series.name, labels: series.labels } : null
}

/** Decimal, `NaN`, `+Inf`, `-Inf`; null when the text is no number. */
export function parseNumber(text: string): number | null {
  if (DECIMAL.test(text)) return Number(text)
  const special = SPECIAL.exec(text)
  if (special === null) return null
  return special[2] ? Number.NaN : special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

function seriesAt(line: string): (SeriesKey & { end: number }) | null {
  const name = nameOf(line)
  if (name === '') return null
  const brace = name.length + (/^[ \t]*(?=\{)/.exec(line.slice(name.length))?.[0].length ?? 0)
  if (line[brace] !== '{') return isBlank(line[name.length]) ? { name, labels: {}, end: name.length } : null
  const pairs: [string, string][] = []
  LABEL.lastIndex = brace + 1
  let end = brace + 1
  for (let pair = LABEL.exec(line); pair !== null; pair = LABEL.exec(line)) {
    pairs.push([pair[1], plain(pair[2])])
    end = LABEL.lastIndex
  }
  while (end < line.length && isBlank(line[end])) end++
  return line[end] === '}' ? { name, labels: Object.fromEntries(pairs), end: end + 1 } : null
}

const isBlank = (char: string | undefined): boolean => char === undefined || char === ' ' || char === '\t'

const ESCAPES: { readonly [pair: string]: string } = { '\\n': '\n', '\\\\': '\\', '\\"': '"' }

const plain = (text: string): string =>
  text.includes('\\') ? text.replace(/\\[\s\S]/g, (pair) => ESCAPES[pair] ?? pair) : text
