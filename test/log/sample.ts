import { nanos } from '../../src/base/nanos.ts'
import type { Batch } from '../../src/log/batch.ts'
import { ATTEMPT_CAUSES, ATTEMPT_COLUMNS } from '../../src/model/attempts.ts'
import { type Column, REQUEST_COLUMNS, TOKEN_COLUMNS } from '../../src/model/columns.ts'
import { COUNT_SOURCES, OUTCOMES } from '../../src/model/outcome.ts'
import { PHASES } from '../../src/model/phase.ts'
import { LOG_FORMAT, type RunManifest } from '../../src/model/run-log.ts'

type Row = { readonly [name: string]: number | null }

/** A batch of the given rows; a column that a row leaves out is null, or 0 where it must have a value. */
export function batchOf(requests: readonly Row[], tokens: readonly Row[], attempts: readonly Row[] = []): Batch {
  const tables = {
    phase: PHASES,
    outcome: OUTCOMES,
    counted_by: COUNT_SOURCES,
    stream: ['all', 'chat', 'code'],
    replica: ['a', 'b', 'c'],
    reason: ['http_500', 'timeout_gap', 'conn_reset'],
    finish: ['stop', 'length', 'abort'],
    error: ['boom', 'grüße', '💥 "quoted"'],
  }
  return {
    requests: { rows: requests.length, ...columns(REQUEST_COLUMNS, requests), tables } as never,
    tokens: { rows: tokens.length, ...columns(TOKEN_COLUMNS, tokens) } as never,
    attempts: {
      rows: attempts.length,
      ...columns(ATTEMPT_COLUMNS, attempts),
      tables: { ...tables, cause: ATTEMPT_CAUSES },
    } as never,
  }
}

function columns(schema: { readonly [name: string]: Column }, rows: readonly Row[]): object {
  return Object.fromEntries(
    Object.entries(schema).map(([name, column]) => {
      const nothing = column.required ? 0 : column.kind === 'i64' ? Number.NaN : -1
      const values = rows.map((row) => row[name] ?? nothing)
      return [name, column.kind === 'i64' ? Float64Array.from(values) : Int32Array.from(values)]
    }),
  )
}

export function manifest(): RunManifest {
  return {
    log: LOG_FORMAT,
    run: 'test',
    tailgate: '0.0.0',
    started: '2026-01-31T14:25:01.000Z',
    scenario: {} as RunManifest['scenario'],
    fingerprint: '0'.repeat(64),
    plan: { loop: 'open', queries: 1, samplesPerQuery: 1, window: { from: nanos(0), to: null }, digest: null },
    targets: [],
    host: { cpu: 'test', cores: 1, memory: 1, os: 'test', node: 'v24' },
    clock: { source: 'test', grain: nanos(1) },
    workers: 1,
    prompt: 'ids',
  }
}
