import type { LogInput } from '../../src/analysis/log-input.ts'
import { type Nanos, nanos } from '../../src/base/nanos.ts'
import {
  type Column,
  REQUEST_COLUMNS,
  type RequestColumns,
  TOKEN_COLUMNS,
  type TokenColumns,
} from '../../src/model/columns.ts'
import { COUNT_SOURCES, OUTCOMES, type Outcome } from '../../src/model/outcome.ts'
import { PHASES, type Phase } from '../../src/model/phase.ts'
import type { RunEvent, RunManifest, Seal } from '../../src/model/run-log.ts'
import type { Load, Scenario } from '../../src/model/scenario.ts'

/** One request in milliseconds; what is left out takes a value a healthy request would have. */
export interface RequestRow {
  request?: number
  query?: number
  phase?: Phase
  stream?: string
  replica?: string | null
  due: number
  issued?: number | null
  sent?: number | null
  first?: number | null
  last?: number | null
  done?: number | null
  outcome?: Outcome
  reason?: string
  attempts?: number
  asked?: number
  inputAsked?: number
  tokens?: number
  seen?: number
  input?: number
  stall?: number | null
  status?: number
  flags?: number
  events?: number
  reads?: number
}

export interface TokenRow {
  request: number
  at: number
  gap: number | null
  events?: number
  tokens?: number
}

const MS = 1e6
const STREAMS = ['default', 'second']
const REPLICAS = ['a', 'b', 'c']

export function requestColumns(rows: readonly RequestRow[]): RequestColumns {
  const columns = emptyColumns(REQUEST_COLUMNS, rows.length) as { [name: string]: Int32Array | Float64Array }
  const reasons: string[] = []
  for (const [i, row] of rows.entries()) {
    const outcome = row.outcome ?? 'ok'
    const at = (value: number | null | undefined) => (value === null || value === undefined ? Number.NaN : value * MS)
    if (row.reason !== undefined && !reasons.includes(row.reason)) reasons.push(row.reason)
    const values: { [name: string]: number } = {
      request: row.request ?? i,
      query: row.query ?? row.request ?? i,
      sample: 0,
      phase: PHASES.indexOf(row.phase ?? 'measure'),
      stream: STREAMS.indexOf(row.stream ?? 'default'),
      replica: row.replica === null ? -1 : REPLICAS.indexOf(row.replica ?? 'a'),
      attempts: row.attempts ?? 1,
      due: row.due * MS,
      issued: at(row.issued === undefined ? (row.sent ?? row.due) : row.issued),
      sent: at(row.sent === undefined ? row.due : row.sent),
      first_event: at(row.first),
      first_token: at(row.first),
      first_visible: at(row.first),
      last_token: at(row.last === undefined ? row.done : row.last),
      done: at(row.done),
      outcome: OUTCOMES.indexOf(outcome),
      reason: row.reason === undefined ? -1 : reasons.indexOf(row.reason),
      status: row.status ?? 200,
      flags: row.flags ?? 0,
      input_asked: row.inputAsked ?? -1,
      output_asked: row.asked ?? -1,
      tokens_in: row.input ?? -1,
      tokens_out: row.tokens ?? -1,
      tokens_seen: row.seen ?? row.tokens ?? -1,
      counted_by: COUNT_SOURCES.indexOf('usage'),
      events: row.events ?? 0,
      reads: row.reads ?? 0,
      stall: at(row.stall),
    }
    for (const [name, value] of Object.entries(values)) columns[name][i] = value
  }
  const tables = {
    phase: PHASES,
    outcome: OUTCOMES,
    counted_by: COUNT_SOURCES,
    stream: STREAMS,
    replica: REPLICAS,
    reason: reasons,
    finish: [],
    error: [],
  }
  return { ...columns, rows: rows.length, tables } as unknown as RequestColumns
}

export function tokenColumns(rows: readonly TokenRow[]): TokenColumns {
  const columns = emptyColumns(TOKEN_COLUMNS, rows.length) as { [name: string]: Int32Array | Float64Array }
  for (const [i, { request, at, gap, events = 1, tokens = events }] of rows.entries()) {
    const values = { request, at: at * MS, gap: gap === null ? Number.NaN : gap * MS, events, tokens }
    for (const [name, value] of Object.entries(values)) columns[name][i] = value
  }
  return { ...columns, rows: rows.length } as unknown as TokenColumns
}

function emptyColumns(schema: { readonly [name: string]: Column }, rows: number) {
  return Object.fromEntries(
    Object.entries(schema).map(([name, { kind }]) => [
      name,
      kind === 'i64' ? new Float64Array(rows).fill(Number.NaN) : new Int32Array(rows).fill(-1),
    ]),
  )
}

export interface LogOptions {
  requests: readonly RequestRow[]
  tokens?: readonly TokenRow[]
  /** Milliseconds. */
  window?: readonly [from: number, to: number | null]
  slo?: Scenario['slo']
  load?: Partial<Load>
  request?: Partial<Scenario['request']>
  plan?: Partial<RunManifest['plan']>
  seal?: Partial<Seal> | null
  events?: readonly RunEvent[]
  url?: string
  /** Further parts of the scenario. */
  scenario?: Partial<Scenario>
}

/** A log with everything a reader of one would give. */
export function fixtureLog(options: LogOptions): LogInput {
  const [from, to] = options.window ?? [0, 10_000]
  const window = { from: nanos(from * MS), to: to === null ? null : nanos(to * MS) }
  const requests = requestColumns(options.requests)
  const manifest = {
    log: 1,
    run: 'fixture',
    scenario: fixtureScenario(options),
    plan: { loop: 'open', queries: requests.rows, samplesPerQuery: 1, window, digest: null, ...options.plan },
  } as unknown as RunManifest
  return {
    manifest,
    seal: options.seal === null ? null : fixtureSeal(requests.rows, window, options.seal),
    requests,
    tokens: [tokenColumns(options.tokens ?? [])],
    events: options.events ?? [],
    readings: [],
  }
}

export function fixtureScenario(options: Pick<LogOptions, 'slo' | 'load' | 'request' | 'url' | 'scenario'>): Scenario {
  const load = { loop: 'open', arrivals: { kind: 'poisson', rate: 10 }, cap: null, duration: null, ...options.load }
  const url = options.url ?? 'http://10.0.0.7:8000'
  return {
    targets: [{ name: 'a', url, protocol: 'openai-chat' }],
    request: { stream: true, forceLength: false, ...options.request },
    slo: options.slo ?? { request: [], run: [] },
    load,
    faults: [],
    ...options.scenario,
  } as unknown as Scenario
}

function fixtureSeal(planned: number, window: { from: Nanos; to: Nanos | null }, seal: Partial<Seal> = {}): Seal {
  const to = window.to ?? window.from
  return {
    ended: 'complete',
    exit: null,
    because: '',
    at: to,
    window: { from: window.from, to },
    planned,
    outcomes: {},
    tokenRows: 0,
    parts: [],
    ...seal,
  }
}
