import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Nanos, nanos } from '../../src/base/nanos.ts'
import { Flight } from '../../src/run/flight.ts'
import { Landings } from '../../src/run/landing.ts'
import { protocols } from '../../src/run/protocols/index.ts'
import { Recorder } from '../../src/run/recorder.ts'
import type { Replica } from '../../src/run/replica.ts'
import { requestSettings } from './settings.ts'

const SECRET = 'sk-landing-12345'

/** The finish reasons in the log, of answers that end with these. */
function finishesOf(reasons: readonly string[]): string[] {
  const recorder = new Recorder(['a'], () => {})
  const settings = requestSettings()
  const landings = new Landings(recorder, settings, [{ secrets: [SECRET] } as unknown as Replica], 0, false)
  const flight = new Flight(
    protocols['openai-completions'].decoder(settings),
    recorder,
    { activity: 0 },
    (landed, ending) => landings.land(landed, landings.judge(landed, ending), null),
  )
  for (const finish_reason of reasons) {
    const blank = {
      request: 7,
      query: 7,
      sample: 0,
      phase: 1,
      replica: 0,
      pass: 0,
      due: 900,
      issued: 950,
      mission: null,
    }
    flight.board({ ...blank, inputAsked: 8, outputAsked: 1 })
    flight.head(nanos(2000), {
      status: 200,
      header: (name) => (name === 'content-type' ? 'text/event-stream' : undefined),
    })
    const bytes = Buffer.from(`data: ${JSON.stringify({ choices: [{ index: 0, text: 'a', finish_reason }] })}\n\n`)
    flight.data(3000 as Nanos, bytes, 0, bytes.length)
    flight.end(nanos(3000), 'framed')
  }
  const { finish, tables } = recorder.take(0).requests
  return Array.from(finish, (code) => tables.finish[code])
}

describe('a finish reason in the log', () => {
  test('is as the server spelled it', () => {
    assert.deepEqual(finishesOf(['length', 'length', 'stop', 'length']), ['length', 'length', 'stop', 'length'])
  })

  test('is not longer than any that makes sense, and repeats no secret', () => {
    assert.deepEqual(finishesOf(['x'.repeat(1e5), `bad ${SECRET}`]), ['x'.repeat(64), 'bad [secret]'])
  })
})
