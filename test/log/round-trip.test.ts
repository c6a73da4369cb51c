import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import fc from 'fast-check'
import { nanos } from '../../src/base/nanos.ts'
import { openRunLog } from '../../src/log/reader.ts'
import { LogWriter } from '../../src/log/writer.ts'
import { ATTEMPT_COLUMNS } from '../../src/model/attempts.ts'
import { type Column, REQUEST_COLUMNS, TOKEN_COLUMNS } from '../../src/model/columns.ts'
import { batchOf, manifest } from './sample.ts'

const folder = mkdtempSync(join(tmpdir(), 'tailgate-log-'))
after(() => rmSync(folder, { recursive: true }))

const cell = (column: { kind: string; required?: true }, most: number) => {
  if (column.kind === 'i64') {
    const value = fc.integer({ min: -most, max: most })
    return column.required ? value : fc.option(value, { nil: null })
  }
  if (column.kind === 'code') return column.required ? fc.constantFrom(0, 1, 2) : fc.constantFrom(null, 0, 1, 2)
  const value = fc.integer({ min: 0, max: 2 ** 31 - 1 })
  return column.required ? value : fc.option(value, { nil: null })
}
const row = (schema: object, most: number) =>
  fc.record(Object.fromEntries(Object.entries(schema).map(([n, c]) => [n, cell(c, most)])))
/** Differences of differences are exact doubles up to 2^51; beyond it numbers are written as they are. */
const RANGES = [2 ** 51, Number.MAX_SAFE_INTEGER]
const batches = (schema: object) =>
  fc.constantFrom(...RANGES).chain((most) => fc.array(fc.array(row(schema, most), { maxLength: 20 }), { maxLength: 4 }))

describe('the run log', () => {
  test('gives back every number and text it was given, whatever the parts', async () => {
    let runs = 0
    await fc.assert(
      fc.asyncProperty(
        batches(REQUEST_COLUMNS),
        batches(TOKEN_COLUMNS),
        batches(ATTEMPT_COLUMNS),
        async (requests, tokens, attempts) => {
          const path = join(folder, String(runs++))
          const writer = new LogWriter(path, manifest())
          for (let i = 0; i < Math.max(requests.length, tokens.length, attempts.length); i++) {
            writer.append(batchOf(requests[i] ?? [], tokens[i] ?? [], attempts[i] ?? []))
            if (i % 2 === 0) writer.closeParts()
          }
          const window = { from: nanos(0), to: nanos(1) }
          const seal = writer.seal({ ended: 'complete', because: 'test', exit: null, at: nanos(1), window })
          const log = await openRunLog(path)
          const expected = batchOf(requests.flat(), tokens.flat(), attempts.flat())
          assert.equal(log.requests.rows, requests.flat().length)
          assert.equal(seal.planned, requests.flat().length)
          assert.equal(log.attempts.rows, attempts.flat().length)
          same(REQUEST_COLUMNS, log.requests, expected.requests)
          same(ATTEMPT_COLUMNS, log.attempts, expected.attempts)
          let at = 0
          for await (const part of log.tokens) {
            for (const name of Object.keys(TOKEN_COLUMNS) as (keyof typeof TOKEN_COLUMNS)[]) {
              for (let i = 0; i < part.rows; i++) assert.ok(Object.is(part[name][i], expected.tokens[name][at + i]))
            }
            at += part.rows
          }
          assert.equal(at, tokens.flat().length)
        },
      ),
      { numRuns: 25 },
    )
  })
})

type Columns = { rows: number; tables: object }

function same(schema: { readonly [name: string]: Column }, got: Columns, want: Columns): void {
  const values = (columns: Columns, name: string) => (columns as unknown as { [name: string]: Float64Array })[name]
  for (const [name, column] of Object.entries(schema)) {
    for (let i = 0; i < got.rows; i++) {
      const [g, w] = [values(got, name)[i], values(want, name)[i]]
      if (column.kind !== 'code') assert.ok(Object.is(g, w), `${name}: ${g} ≠ ${w}`)
      else assert.equal(text(got.tables, name, g), text(want.tables, name, w))
    }
  }
}

function text(tables: object, name: string, code: number): string | null {
  return code < 0 ? null : (tables as { [name: string]: string[] })[name][code]
}
