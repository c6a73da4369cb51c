import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { analyze } from '../../src/analysis/analyze.ts'
import { OUTCOMES, type Outcome } from '../../src/model/outcome.ts'
import { PHASES } from '../../src/model/phase.ts'
import { fixtureLog, type RequestRow } from './fixture-log.ts'

const sum = (counts: { readonly [outcome in Outcome]?: number }) =>
  Object.values(counts).reduce((total, n) => total + n, 0)

const row = fc.record({
  due: fc.integer({ min: -500, max: 10_500 }),
  phase: fc.constantFrom(...PHASES),
  outcome: fc.constantFrom(...OUTCOMES),
  replica: fc.constantFrom('a', 'b', null),
  sent: fc.option(fc.nat(12_000)),
  first: fc.option(fc.nat(12_000)),
  done: fc.option(fc.nat(13_000)),
  tokens: fc.integer({ min: -1, max: 50 }),
  stall: fc.option(fc.nat(100)),
  asked: fc.integer({ min: -1, max: 50 }),
})

describe('the books', () => {
  test('planned = sum over outcomes + unrecorded, for any log, sealed or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 30 }),
        fc.nat(40),
        fc.boolean(),
        async (requests, planned, sealed) => {
          const seal = sealed ? { planned } : null
          const { books } = await analyze(fixtureLog({ requests, seal, plan: { queries: planned } }))
          assert.equal(books.planned, sum(books.outcomes) + books.unrecorded)
          assert.ok(books.unrecorded >= 0)
          assert.equal(books.measured.planned, sum(books.measured.outcomes))
          assert.ok(books.measured.good <= (books.measured.outcomes.ok ?? 0))
          const failures = books.planned - books.unrecorded - (books.outcomes.ok ?? 0)
          assert.equal(
            books.causes.reduce((total, { n }) => total + n, 0),
            failures,
          )
        },
      ),
      { numRuns: 150 },
    )
  })

  test('a row that was lost before the log was sealed is missed all the same: the plan owes it', async () => {
    const requests = [
      { due: 0, done: 9 },
      { due: 5, done: 9, request: 2 },
      { due: 5, done: 9, request: -1, phase: 'warmup' as const },
    ]
    const books = async (because: string) =>
      (await analyze(fixtureLog({ requests, seal: { planned: 3, because }, plan: { queries: 3 } }))).books
    assert.deepEqual([(await books('')).planned, (await books('')).unrecorded], [4, 1])
    assert.equal((await books('max_duration reached: 9 ns')).unrecorded, 0)
  })

  test('no figure of any log is NaN, and every one has the unit of its metric', async () => {
    const { METRICS } = await import('../../src/model/metric.ts')
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), async (requests) => {
        const { figures } = await analyze(fixtureLog({ requests }))
        for (const figure of figures) {
          assert.ok(!Number.isNaN(figure.value), `${figure.stat}(${figure.metric}) is NaN`)
          assert.equal(figure.unit, METRICS[figure.metric].unit)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('failures are listed by cause, the most frequent first, with the server’s own words', async () => {
    const requests: RequestRow[] = [
      { due: 0, done: 10 },
      { due: 0, done: 10, outcome: 'reset', reason: 'rst', replica: 'b' },
      { due: 0, done: 10, outcome: 'http_5xx', reason: 'http_500' },
      { due: 0, done: 10, outcome: 'http_5xx', reason: 'http_500' },
    ]
    const { books } = await analyze(fixtureLog({ requests }))
    assert.deepEqual(
      books.causes.map(({ outcome, reason, replica, n }) => [outcome, reason, replica, n]),
      [
        ['http_5xx', 'http_500', 'a', 2],
        ['reset', 'rst', 'b', 1],
      ],
    )
  })

  test('flags are counted, and change no outcome', async () => {
    const requests: RequestRow[] = [
      { due: 0, done: 10, flags: 1 | 8 },
      { due: 0, done: 10, flags: 8 },
    ]
    const { books } = await analyze(fixtureLog({ requests }))
    assert.deepEqual(books.flags, [
      { flag: 'missing_done', n: 1 },
      { flag: 'usage_mismatch', n: 2 },
    ])
    assert.deepEqual(books.outcomes, { ok: 2 })
  })

  test('of an unsealed log, what the plan wanted and no row tells of is unrecorded', async () => {
    const requests: RequestRow[] = [
      { request: -1, phase: 'warmup', due: -10, done: -5 },
      { request: 0, due: 0, done: 10 },
    ]
    const { books } = await analyze(fixtureLog({ requests, seal: null, plan: { queries: 5 } }))
    assert.deepEqual([books.planned, books.unrecorded], [6, 4])
  })
})
