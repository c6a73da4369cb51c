import { isObject, parseObject } from '../../protocols/answer/json-object.ts'
import { type Got, HttpGetter, place, refused } from '../http-get.ts'
import { probeFailure } from '../probe-failure.ts'
import { type Labels, parseNumber } from '../sample-line.ts'
import { ClockOffset } from './clock-offset.ts'

/** One series of an answer, `__name__` among its labels; instants in Unix seconds by the server's clock. */
export interface PromSeries {
  labels: Labels
  points: readonly { time: number; value: number }[]
}

export interface PromAnswer {
  series: readonly PromSeries[]
  bytes: number
  warnings: readonly string[]
}

/** Prometheus' HTTP API, or anything that speaks it. */
export class PrometheusApi {
  readonly offset = new ClockOffset()
  readonly #base: string
  readonly #http: HttpGetter

  constructor(url: string, headers: { readonly [name: string]: string }, mostBytes: number) {
    this.#base = url.replace(/\/+$/, '').replace(/\/api\/v1$/, '')
    this.#http = new HttpGetter({ headers, tls: null, mostBytes })
  }

  get what(): string {
    return place(this.#base).replace(/\/$/, '')
  }

  /** @param time Unix seconds; the server's own now when absent */
  query(query: string, signal: AbortSignal, time?: number): Promise<PromAnswer> {
    return this.#ask('query', { query, ...(time !== undefined && { time: time.toFixed(3) }) }, signal)
  }

  /** @param step seconds; `start` and `end` in Unix seconds */
  range(query: string, range: { start: number; end: number; step: number }, signal: AbortSignal): Promise<PromAnswer> {
    const { start, end, step } = range
    const times = { start: start.toFixed(3), end: end.toFixed(3), step: String(step) }
    return this.#ask('query_range', { query, ...times }, signal)
  }

  close(): void {
    this.#http.close()
  }

  async #ask(endpoint: string, parameters: { [name: string]: string }, signal: AbortSignal): Promise<PromAnswer> {
    const url = `${this.#base}/api/v1/${endpoint}?${new URLSearchParams(parameters)}`
    const sent = Date.now()
    const got = await this.#http.get(url, signal)
    this.offset.add(got.date, sent, Date.now())
    return answerOf(url, got, parameters.query)
  }
}

function answerOf(url: string, got: Got, query: string): PromAnswer {
  const object = parseObject(got.body, 0, got.body.length).object
  if (typeof object?.error === 'string') {
    const { errorType, error } = object
    throw probeFailure(
      'refused',
      `${place(url)} refuses "${query}" (${errorType}: ${error})`,
      'try the query in its web page',
    )
  }
  if (got.status !== 200) throw refused(url, got, 'give the URL under which /api/v1/query lies')
  if (object?.status !== 'success' || !isObject(object.data)) {
    throw probeFailure('malformed', `${place(url)} does not answer as Prometheus does`)
  }
  const { resultType, result } = object.data
  const warnings = Array.isArray(object.warnings) ? object.warnings.map(String) : []
  return { series: seriesOf(resultType, result), bytes: got.body.length, warnings }
}

function seriesOf(type: unknown, result: unknown): PromSeries[] {
  if (!Array.isArray(result)) return []
  if (type === 'scalar') return [{ labels: {}, points: pointsOf([result]) }]
  return result.filter(isObject).map((series) => ({
    labels: labelsOf(series.metric),
    points: pointsOf(Array.isArray(series.values) ? series.values : [series.value]),
  }))
}

const labelsOf = (metric: unknown): Labels =>
  isObject(metric) ? Object.fromEntries(Object.entries(metric).map(([name, value]) => [name, String(value)])) : {}

/** Values are strings, and may be no number: `NaN` and infinities are left out. */
function pointsOf(pairs: readonly unknown[]): { time: number; value: number }[] {
  return pairs.flatMap((pair) => {
    if (!Array.isArray(pair)) return []
    const [time, text] = pair
    const value = parseNumber(String(text))
    return typeof time === 'number' && value !== null && Number.isFinite(value) ? [{ time, value }] : []
  })
}
