import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Nanos, nanos } from '../../src/base/nanos.ts'
import { Flight } from '../../src/run/flight.ts'
import { protocols } from '../../src/run/protocols/index.ts'
import { Recorder } from '../../src/run/recorder.ts'
import { requestSettings } from './settings.ts'

const TOKEN = 'data: {"choices":[{"index":0,"text":" a","finish_reason":null}]}\n\n'
const FINISH = 'data: {"choices":[{"index":0,"text":"","finish_reason":"length"}]}\n\ndata: [DONE]\n\n'

/** A flight that has taken off at 1000 ns and got its head at 2000 ns. */
function flying() {
  const recorder = new Recorder(['a'], () => {})
  const landings: { flight: Flight; ending: unknown }[] = []
  const flight = new Flight(
    protocols['openai-completions'].decoder(requestSettings()),
    recorder,
    { activity: 0 },
    (landed, ending) => landings.push({ flight: landed, ending }),
  )
  const blank = { request: 7, query: 7, sample: 0, phase: 1, replica: 0, pass: 0, due: 900, issued: 950, mission: null }
  flight.board({ ...blank, inputAsked: 8, outputAsked: 8 })
  flight.sent(nanos(1000))
  flight.head(nanos(2000), {
    status: 200,
    header: (name) => (name === 'content-type' ? 'text/event-stream' : undefined),
  })
  const read = (at: number, text: string) => {
    const bytes = Buffer.from(text)
    flight.data(at as Nanos, bytes, 0, bytes.length)
  }
  return { flight, recorder, landings, read, tokens: () => recorder.take(0).tokens }
}

describe('a flight', () => {
  test('keeps the marks of a stream and the gaps between its reads', () => {
    const { flight, landings, read, tokens } = flying()
    read(3000, TOKEN)
    read(5000, TOKEN + TOKEN)
    read(9000, TOKEN + FINISH)
    flight.end(nanos(9500), 'framed')
    assert.equal(landings.length, 1)
    assert.deepEqual(
      [flight.sentAt, flight.headersAt, flight.firstEvent, flight.firstToken, flight.lastToken, flight.doneAt],
      [1000, 2000, 3000, 3000, 9000, 9000],
    )
    assert.equal(flight.stall, 4000)
    assert.equal(flight.reads, 3)
    const { rows, at, gap, events } = tokens()
    assert.equal(rows, 3)
    assert.deepEqual([...at], [3000, 5000, 9000])
    assert.deepEqual([...gap], [Number.NaN, 2000, 4000])
    assert.deepEqual([...events], [1, 2, 1])
  })

  test('takes all pieces of one network read for one arrival', () => {
    const { flight, read, tokens } = flying()
    read(3000, TOKEN)
    read(3000, TOKEN)
    read(3000, TOKEN)
    flight.end(nanos(3000), 'framed')
    const { rows, events } = tokens()
    assert.equal(rows, 1)
    assert.equal(events[0], 3)
  })

  test('loses no token when rows are taken away in the middle of a read', () => {
    const { flight, read, recorder } = flying()
    read(3000, TOKEN)
    flight.recordTokens()
    const before = recorder.take(0).tokens
    read(3000, TOKEN)
    flight.end(nanos(3000), 'framed')
    const later = recorder.take(0).tokens
    assert.deepEqual([before.rows, later.rows, later.gap[0]], [1, 1, 0])
  })

  test('ends no earlier than its last token, also where a server gives every event a finish reason', () => {
    const { flight, read } = flying()
    const finished = TOKEN.replace('null', '"stop"')
    read(3000, finished)
    read(5000, finished)
    read(9000, 'data: [DONE]\n\n')
    flight.end(nanos(9500), 'framed')
    assert.deepEqual([flight.lastToken, flight.doneAt], [5000, 5000])
  })

  test('ends at the instant of failure when the terminal event never came', () => {
    const { flight, read, landings } = flying()
    read(3000, TOKEN)
    flight.failed(nanos(8000), { kind: 'fin', message: 'gone', reused: false })
    assert.equal(flight.doneAt, 8000)
    assert.deepEqual(landings[0].ending, { kind: 'fin', message: 'gone', reused: false })
  })

  test('cancels its wire when given up, and lands once', () => {
    const { flight, landings } = flying()
    let canceled = 0
    flight.wire = { cancel: () => canceled++ }
    flight.giveUp(nanos(60_000), 'gap')
    assert.equal(canceled, 1)
    assert.equal(landings.length, 1)
  })

  test('records as many events as the answer has, however the stream is cut and stamped', () => {
    const reads = fc.array(fc.record({ wait: fc.integer({ min: 0, max: 5 }), tokens: fc.integer({ min: 0, max: 4 }) }))
    fc.assert(
      fc.property(reads, (plan) => {
        const { flight, read, tokens } = flying()
        let at = 3000
        for (const { wait, tokens: count } of plan) {
          at += wait
          read(at, TOKEN.repeat(count))
        }
        flight.end(nanos(at), 'framed')
        const rows = tokens()
        const recorded = rows.events.reduce((sum, n) => sum + n, 0)
        const gaps = [...rows.gap].filter((gap) => !Number.isNaN(gap)).reduce((sum, gap) => sum + gap, 0)
        assert.equal(
          recorded,
          plan.reduce((sum, { tokens: count }) => sum + count, 0),
        )
        if (rows.rows > 0) assert.equal(gaps, rows.at[rows.rows - 1] - rows.at[0])
      }),
    )
  })
})
