import { suggest } from '../base/suggest.ts'
import { METRICS, type MetricName } from '../model/metric.ts'
import { type Comparison, REQUEST_METRICS, type RequestBound, type RunBound, type Stat } from '../model/slo.ts'
import { parseLimit, spellLimit } from './slo-limit.ts'

/**
 * The text of a bound:
 *
 *     request-bound = request-metric "<=" limit
 *     run-bound     = subject comparison limit
 *     subject       = run-metric | stat "(" metric ")" | name "(" name ")"   ; lost(requests) is lost.requests
 *     stat          = "mean" | "min" | "max" | "stddev" | "p" percent       ; 0 < percent < 100, as in p99.9, to four decimals
 *     comparison    = "<=" | ">="
 *     limit         = duration | rate | share | count | amount              ; of the metric's unit
 *
 * `request-metric` is ttft, tpot, latency or stall; `run-metric` any metric that is one number per run. Space between
 * the parts is free.
 */
export type Parsed<T> = { bound: T } | { problem: string; hint?: string }

interface Parts {
  stat: string | null
  metric: string
  compare: Comparison
  limit: string
}

/** `ttft <= 500ms`: a bound every good request meets. */
export function parseRequestBound(text: string): Parsed<RequestBound> {
  const parts = split(text)
  if ('problem' in parts) return parts
  const { metric, stat, compare, limit } = parts
  if (stat !== null) {
    return {
      problem: `expected a bound on each request such as "ttft <= 500ms", got one on ${stat} of all requests`,
      hint: 'move it to slo.run',
    }
  }
  if (!isOneOf(metric, REQUEST_METRICS)) {
    const elsewhere = isMetric(metric) ? 'move it to slo.run' : undefined
    return {
      problem: `expected one of ${REQUEST_METRICS.join(', ')}, got "${metric}"`,
      hint: elsewhere ?? didYouMean(metric, REQUEST_METRICS),
    }
  }
  if (compare === '>=') return { problem: `a bound on ${metric} is an upper one`, hint: `write ${metric} <= …` }
  const value = parseLimit(limit, METRICS[metric].unit)
  if (typeof value !== 'number') return { problem: `${metric}: ${value.problem}`, hint: value.hint }
  return { bound: requestBound(metric, value) }
}

/** `p99(ttft) <= 450ms`, `attainment >= 99%`: a bound on one figure of the run. */
export function parseRunBound(text: string): Parsed<RunBound> {
  const parts = split(text)
  if ('problem' in parts) return parts
  const { metric, stat: given, compare, limit } = qualified(parts)
  if (!isMetric(metric)) {
    const hint = unbracketed(metric) ?? didYouMean(metric, Object.keys(METRICS))
    return { problem: `there is no metric "${metric}"`, hint }
  }
  const { unit, better, of } = METRICS[metric]
  const stat = given === null ? 'value' : canonicalStat(given)
  if (stat === undefined) {
    return {
      problem: `expected mean, min, max, stddev or a percentile such as p99, got "${given}"`,
      hint:
        given === 'median'
          ? 'the median is p50'
          : didYouMean(given ?? '', ['mean', 'min', 'max', 'stddev', 'p50', 'p90', 'p95', 'p99']),
    }
  }
  if ((of === 'run' || of === 'fault') && stat !== 'value') {
    return { problem: `${metric} is one number per run and has no ${stat}`, hint: `write ${metric} ${compare} …` }
  }
  if (of !== 'run' && of !== 'fault' && stat === 'value') {
    const perRequest = isOneOf(metric, REQUEST_METRICS) ? ', or move it to slo.request' : ''
    return {
      problem: `${metric} has a value per ${of}: say which statistic of it`,
      hint: `write p99(${metric}) ${compare} ${limit}${perRequest}`,
    }
  }
  const right = { lower: '<=', higher: '>=', neither: compare }[better]
  if (compare !== right) {
    const problem = `${metric} is better ${better}: this bound would ask for the worse side`
    return { problem, hint: `write ${right} for ${compare}` }
  }
  const value = parseLimit(limit, unit)
  if (typeof value !== 'number') return { problem: `${metric}: ${value.problem}`, hint: value.hint }
  return { bound: runBound(metric, stat, compare, value) }
}

/** Whether a text bounds each request rather than the run, going by its subject alone. */
export function boundsRequests(text: string): boolean {
  const parts = split(text)
  return !('problem' in parts) && parts.stat === null && isOneOf(parts.metric, REQUEST_METRICS)
}

/** Two bounds with one subject bound the same figure: `lost(requests)` is `lost.requests`. */
export function subjectOf(text: string): string {
  const subject = text.split(/[<>=≤≥]/, 1)[0].replace(/\s/g, '')
  const dotted = subject.replace(/^([^()]+)\(([^()]+)\)$/, '$1.$2')
  return isMetric(dotted) ? dotted : subject
}

/** A bound with its canonical text. @param limit ns */
export function requestBound(metric: RequestBound['metric'], limit: number): RequestBound {
  return { text: `${metric} <= ${spellLimit(limit, METRICS[metric].unit)}`, metric, limit }
}

/** A bound with its canonical text. @param limit in the metric's unit */
export function runBound(metric: MetricName, stat: Stat, compare: Comparison, limit: number): RunBound {
  const subject = stat === 'value' ? metric : `${stat}(${metric})`
  return { text: `${subject} ${compare} ${spellLimit(limit, METRICS[metric].unit)}`, metric, stat, compare, limit }
}

const SHAPE = /^([^<>=≤≥()]*?)(?:\(([^()]*)\))?\s*([<>=≤≥]+)([^<>=≤≥]*)$/

function split(text: string): Parts | { problem: string; hint?: string } {
  const match = SHAPE.exec(text.trim())
  const [head, inner, sign, limit] = match ? [match[1].trim(), match[2]?.trim(), match[3], match[4].trim()] : []
  if (!head || inner === '' || !sign || !limit) {
    return {
      problem: `expected a bound such as "p99(ttft) <= 450ms" or "attainment >= 99%", got ${JSON.stringify(text)}`,
    }
  }
  if (sign !== '<=' && sign !== '>=') {
    const meant = /[<≤]/.test(sign) ? '<=' : /[>≥]/.test(sign) ? '>=' : '<= or >='
    return { problem: `expected <= or >=, got ${sign}`, hint: `limits are inclusive: write ${meant}` }
  }
  return { stat: inner === undefined ? null : head, metric: inner ?? head, compare: sign, limit }
}

/** `lost(requests)` is another way to write `lost.requests`. */
function qualified(parts: Parts): Parts {
  const name = `${parts.stat}.${parts.metric}`
  return isMetric(name) ? { ...parts, stat: null, metric: name } : parts
}

function canonicalStat(text: string): Stat | undefined {
  if (isOneOf(text, ['mean', 'min', 'max', 'stddev'])) return text
  const percent = /^p([0-9]+(?:\.[0-9]+)?)$/.exec(text)
  const value = percent ? Number(percent[1]) : 0
  // Ranks are in parts per million: a finer percentile would be a figure that no run has.
  return value > 0 && value < 100 && Number(value.toFixed(4)) === value ? `p${value}` : undefined
}

/** `p99 ttft`, `p99ttft` and `ttft.p99` mean p99(ttft). */
function unbracketed(text: string): string | undefined {
  const front = /^(p\d+(?:\.\d+)?|mean|min|max)[\s._-]*(\D.*)$/.exec(text)
  const back = /^(.+?)[\s._-](p\d+(?:\.\d+)?|mean|min|max)$/.exec(text)
  const [stat, metric] = front ? [front[1], front[2]] : back ? [back[2], back[1]] : ['', '']
  return isMetric(metric) ? `write ${stat}(${metric})` : undefined
}

const isMetric = (text: string): text is MetricName => Object.hasOwn(METRICS, text)

function isOneOf<const T extends string>(text: string, list: readonly T[]): text is T {
  return (list as readonly string[]).includes(text)
}

function didYouMean(typed: string, candidates: readonly string[]): string | undefined {
  const near = suggest(typed, candidates)
  if (near !== undefined) return `did you mean ${near}?`
  const plain = candidates.filter((name) => !name.includes('.'))
  return plain.length === candidates.length
    ? `one of ${candidates.join(', ')}`
    : `among others ${plain.join(', ')}; docs/methodology.md has them all`
}
