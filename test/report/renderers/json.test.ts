import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { composeReport } from '../../../src/report/compose.ts'
import { csv } from '../../../src/report/renderers/csv.ts'
import { json } from '../../../src/report/renderers/json.ts'
import { SAMPLES } from '../samples.ts'
import { PLAIN } from './contract.ts'

const { analysis, verdict } = SAMPLES.failing()
const report = composeReport(analysis, verdict)

describe('json', () => {
  const parsed = JSON.parse(json.render(report, PLAIN))

  test('has the keys scripts rely on, and no others', () => {
    assert.deepEqual(Object.keys(parsed), [
      'format',
      'run',
      'verdict',
      'findings',
      'figures',
      'impacts',
      'economy',
      'attribution',
      'books',
      'validity',
      'scenario',
    ])
    assert.equal(parsed.verdict.result, 'fail')
    assert.equal(parsed.run.fingerprint, analysis.manifest.fingerprint)
  })

  test('gives figures unrounded in their own unit, infinity as "inf"', () => {
    const p99 = parsed.figures.find((f: { metric: string; stat: string }) => f.metric === 'ttft' && f.stat === 'p99')
    assert.equal(p99.value, 'inf')
    assert.equal(p99.unit, 'ns')
    assert.equal(parsed.figures.length, analysis.figures.length)
  })

  test('says of a log without a seal that the run was interrupted', () => {
    const { analysis, verdict } = SAMPLES.interrupted()
    assert.equal(JSON.parse(json.render(composeReport(analysis, verdict), PLAIN)).run.ended, 'interrupted')
  })

  test('gives null where there is no value', () => {
    const { analysis, verdict } = SAMPLES.empty()
    assert.equal(JSON.parse(json.render(composeReport(analysis, verdict), PLAIN)).validity.lag.p99, null)
  })
})

describe('csv', () => {
  test('has one row per figure and as many fields in each', () => {
    const [head, ...rows] = csv.render(report, PLAIN).trimEnd().split('\n')
    assert.equal(rows.length, analysis.figures.length)
    for (const row of rows) assert.equal(row.split(',').length, head.split(',').length)
    assert.ok(rows.some((row) => row.includes('ttft,p99,nearest-rank,inf,ns,11988,false')))
  })

  test('quotes what would break a row', () => {
    const { analysis, verdict } = SAMPLES.passing()
    analysis.manifest.run = 'a "b", c'
    const [, row] = csv.render(composeReport(analysis, verdict), PLAIN).split('\n')
    assert.ok(row.startsWith('"a ""b"", c",'))
  })
})
