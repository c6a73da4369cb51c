import { canonicalValue } from '../canonical.ts'
import type { MeterValue } from '../meter.ts'
import { type Labels, parseSeriesKey } from '../sample-line.ts'

/** One query of a scenario, and what its results are called. */
export interface NamedQuery {
  text: string
  name: string
  /** Given with the name: `power{scope="node"}`. */
  labels: Labels
  /** A selector gives samples as they were scraped; an expression is computed for any instant, from samples of any age. */
  isSelector: boolean
}

/** Points a server gives per series and query. */
const MOST_POINTS = 11_000

const STRING = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'`
const SELECTOR = new RegExp(
  String.raw`^\s*(?:[a-zA-Z_:][\w:]*\s*(?:\{(?:[^{}"']|${STRING})*\})?|\{(?:[^{}"']|${STRING})*\})\s*$`,
)

export function namedQuery(key: string, text: string): NamedQuery {
  const { name, labels } = parseSeriesKey(key) ?? { name: key, labels: {} }
  return { text, name, labels, isSelector: SELECTOR.test(text) }
}

/**
 * A point as a value of the log. Where the result still carries a metric's name, and the series' unit for that metric is
 * known, it is brought to it: DCGM's millijoules become joules. Otherwise the query has to give the series' unit.
 */
export function namedValue(query: NamedQuery, labels: Labels, value: number): MeterValue {
  const { __name__: metric, ...others } = labels
  const known =
    metric === undefined ? null : canonicalValue({ name: metric, labels: others, value, timestamp: null }, query.name)
  const device = others.UUID ?? others.uuid ?? others.gpu_uuid
  return {
    name: query.name,
    labels: { ...others, ...(device && { device }), ...known?.labels, ...query.labels },
    value: known?.value ?? value,
  }
}

/** The shortest whole multiple of `every` seconds at which a span has no more points than a server gives. */
export function stepFor(span: number, every: number): number {
  return every * Math.max(1, Math.ceil(span / every / (MOST_POINTS - 1)))
}
