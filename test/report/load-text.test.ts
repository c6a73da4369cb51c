import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeLoad } from '../../src/report/load-text.ts'
import { resolve } from '../scenario/minimal.ts'

const said = (load: object) => describeLoad(resolve({ load }).scenario.load)

test('an MLPerf load is never called an official result', () => {
  for (const scenario of ['single-stream', 'multi-stream', 'server', 'offline']) {
    assert.match(said({ scenario }), new RegExp(`^${scenario} by MLPerf’s rules, no official result`))
  }
})

test('a trace is told by what stretches it', () => {
  assert.match(said({ arrivals: 'trace', trace: { path: 'x.csv', scale: 2 } }), /trace, time scale 2/)
  assert.match(said({ arrivals: 'trace', trace: { path: 'x.csv' }, rate: '10/s' }), /trace, stretched to 10\/s/)
})
