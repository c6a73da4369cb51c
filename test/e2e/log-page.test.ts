import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { ATTEMPT_COLUMNS } from '../../src/model/attempts.ts'
import { type Column, REQUEST_COLUMNS, TOKEN_COLUMNS } from '../../src/model/columns.ts'
import { FAULT_STEPS } from '../../src/model/fault.ts'
import type { Figure } from '../../src/model/figure.ts'
import { FLAGS } from '../../src/model/outcome.ts'
import { ROOT, scratch, suite, tailgate } from './cli.ts'
import { writeScenario } from './scenario.ts'
import { simulated } from './servers.ts'
import { onlyRun, reportOf, sealOf } from './stored-run.ts'

/** docs/log.md: its tables are the code's, and its queries give what a report gives. */

const page = readFileSync(join(ROOT, 'docs/log.md'), 'utf8')
const blocks = [...page.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language, text]) => ({ language, text }))
const sql = blocks.filter(({ language }) => language === 'sql').map(({ text }) => text)
const python = blocks.find(({ language }) => language === 'python')?.text ?? ''

/** The page's table of columns under a heading, cell by cell. */
function tableUnder(heading: string, cells: number): string[][] {
  const section = page.slice(page.indexOf(`## ${heading}`)).split('\n## ', 2)[0]
  const rows = section.split('\n').filter((line) => line.startsWith('| '))
  const split = rows.map((row) => row.slice(2, -2).split(/ *\| */))
  return split.filter((row) => row.length === cells).slice(1)
}

const TYPES = { i32: 'INT32', i64: 'INT64', code: 'string' } as const

const rowsOf = (columns: { readonly [name: string]: Column }): string[][] =>
  Object.entries(columns).map(([name, { kind, unit, required, definition }]) => [
    `\`${name}\``,
    TYPES[kind],
    unit ?? '',
    required ? 'no' : 'yes',
    definition,
  ])

describe('docs/log.md', () => {
  test('has every column of requests, with type, unit and meaning', () => {
    assert.deepEqual(tableUnder('2. ', 5), rowsOf(REQUEST_COLUMNS))
  })

  test('has every column of tokens, with type, unit and meaning', () => {
    assert.deepEqual(tableUnder('3. ', 5), rowsOf(TOKEN_COLUMNS))
  })

  test('has every column of attempts, with type, unit and meaning', () => {
    assert.deepEqual(tableUnder('4. ', 5), rowsOf(ATTEMPT_COLUMNS))
  })

  test('has every step of a fault', () => {
    const [, fields] = tableUnder('5. ', 2).find(([kind]) => kind === '`fault`') ?? []
    assert.deepEqual(
      FAULT_STEPS.filter((step) => !fields?.includes(`\`${step}\``)),
      [],
    )
  })

  test('has every flag with its bit', () => {
    assert.deepEqual(
      tableUnder('2. ', 3).map(([bit, flag]) => [flag, Number(bit)]),
      Object.entries(FLAGS).map(([flag, bit]) => [`\`${flag}\``, bit]),
    )
  })
})

/** A Python that has what the queries need, or null. `.cache/python` is where one may be installed. */
function findPython(): string | null {
  for (const candidate of [join(ROOT, '.cache/python/bin/python'), 'python3']) {
    if (candidate.startsWith('/') && !existsSync(candidate)) continue
    if (spawnSync(candidate, ['-c', 'import pyarrow, duckdb, pandas']).status === 0) return candidate
  }
  return null
}

const interpreter = findPython()
const skip =
  interpreter === null
    ? 'no Python with pyarrow, duckdb and pandas: python3 -m venv .cache/python && .cache/python/bin/pip install pyarrow duckdb pandas'
    : false

describe('a run’s folder in DuckDB and pandas', { skip }, () => {
  const owner = suite()
  let folder = ''
  let answer: {
    requests: { rows: number; schema: { [name: string]: [string, boolean] } }
    tokens: { rows: number; schema: { [name: string]: [string, boolean] } }
    events: number
    requestEvents: number
    sql: (string | number)[][][]
    pandas: { p99_ttft: number; goodput: number }
  }

  before(async () => {
    const cwd = scratch(owner)
    const url = await simulated(owner, [{ kind: 'http-error', share: 0.005 }])
    const scenario = writeScenario(cwd, url, {
      load: { arrivals: 'constant', rate: '150/s', duration: '2s', drain: '5s' },
      slo: { request: ['ttft <= 2s', 'tpot <= 200ms'], run: ['failed <= 5%'] },
    })
    await tailgate(['run', scenario, '--quiet'], { cwd })
    folder = onlyRun(cwd)
    const script = fileURLToPath(new URL('query.py', import.meta.url))
    const input = JSON.stringify({ sql, python })
    const { status, stdout, stderr } = spawnSync(interpreter as string, [script], {
      cwd: folder,
      input,
      encoding: 'utf8',
    })
    assert.equal(status, 0, stderr)
    answer = JSON.parse(stdout)
  })

  const figure = (metric: Figure['metric'], stat: Figure['stat']): number =>
    Number(
      reportOf(folder).figures.find(
        (each) => each.metric === metric && each.stat === stat && each.definition === undefined && !each.over.replica,
      )?.value,
    )

  test('has the rows, types and nulls that the page says', () => {
    const { planned, tokenRows } = sealOf(folder)
    assert.deepEqual([answer.requests.rows, answer.tokens.rows], [planned, tokenRows])
    const expected = (columns: { readonly [name: string]: Column }) =>
      Object.fromEntries(
        Object.entries(columns).map(([name, { kind, required }]) => [
          name,
          [{ i32: 'int32', i64: 'int64', code: 'string' }[kind], required !== true],
        ]),
      )
    assert.deepEqual(answer.requests.schema, expected(REQUEST_COLUMNS))
    assert.deepEqual(answer.tokens.schema, expected(TOKEN_COLUMNS))
  })

  test('has as many events in tokens as in requests', () => {
    assert.ok(answer.events > 0)
    assert.equal(answer.events, answer.requestEvents)
  })

  test('gives the p99 of ttft, the goodput and the median gap of the report', () => {
    const [ttft, goodput, itl, failures] = answer.sql
    assert.equal(ttft[0][0], figure('ttft', 'p99'))
    assert.equal(goodput[0][0], figure('goodput', 'value'))
    assert.equal(itl[0][0], figure('itl', 'p50'))
    const failed = reportOf(folder).books.causes.map(({ outcome, reason, replica, n, example }) => [
      outcome,
      reason,
      replica,
      n,
      example,
    ])
    assert.deepEqual(failures, failed)
  })

  test('gives the same to pandas', () => {
    assert.equal(answer.pandas.p99_ttft, figure('ttft', 'p99'))
    assert.equal(answer.pandas.goodput, figure('goodput', 'value'))
  })
})
