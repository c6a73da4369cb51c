import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { RequestBound, RunBound } from '../../src/model/slo.ts'
import { judge } from '../../src/verdict/judge.ts'
import { fixtureScenario } from '../analysis/fixture-log.ts'
import { figure, soundRun } from './sound-run.ts'

const p99: RunBound = { text: 'p99(ttft) <= 450ms', metric: 'ttft', stat: 'p99', compare: '<=', limit: 450e6 }
const few: RunBound = { text: 'failed <= 0.1%', metric: 'failed', stat: 'value', compare: '<=', limit: 0.001 }
const ttft: RequestBound = { text: 'ttft <= 500ms', metric: 'ttft', limit: 500e6 }
const scenario = (run: RunBound[], request: RequestBound[] = []) => fixtureScenario({ slo: { run, request } })

describe('the verdict', () => {
  test('passes when every bound is met, and says by what', () => {
    const { result, checks } = judge(soundRun({ figures: [figure('ttft', 'p99', 412e6)] }), scenario([p99, few]))
    assert.equal(result, 'pass')
    assert.equal(checks[0].because, 'p99(ttft) is 412 ms, bound <= 450 ms')
    assert.equal(checks[0].figure?.value, 412e6)
  })

  test('a limit is inclusive, and one rounding error beyond it still passes', () => {
    const share = 0.1 + 0.2
    const bound: RunBound = { ...few, limit: 0.3 }
    const run = soundRun()
    run.figures[0] = figure('failed', 'value', share)
    assert.ok(share > bound.limit)
    assert.equal(judge(run, scenario([bound])).result, 'pass')
    run.figures[0] = figure('failed', 'value', 0.301)
    assert.equal(judge(run, scenario([bound])).result, 'fail')
  })

  test('fails when a bound is missed, also when failures make the percentile infinite', () => {
    const run = soundRun({ figures: [figure('ttft', 'p99', Number.POSITIVE_INFINITY)] })
    const { result, checks } = judge(run, scenario([p99, few]))
    assert.equal(result, 'fail')
    assert.match(checks[0].because, /\+∞ \(failures\)/)
  })

  test('too few values, or no figure at all, are inconclusive and say what is missing', () => {
    const small = soundRun({ figures: [figure('ttft', 'p99', 1e6, 661, true)] })
    const verdict = judge(small, scenario([p99, few]))
    assert.equal(verdict.result, 'inconclusive')
    assert.equal(verdict.checks[0].because, 'p99(ttft) of 661 values needs 662')
    const absent = judge(soundRun(), scenario([p99, few]))
    assert.equal(absent.result, 'inconclusive')
    assert.match(absent.checks[0].because, /no p99\(ttft\)/)
  })

  test('a miss outweighs what is inconclusive, an invalid measurement outweighs both', () => {
    const run = { measured: { ok: 90, http_5xx: 10 } }
    assert.equal(judge(soundRun(run), scenario([p99, few])).result, 'fail')
    const late = { ...run, validity: { sentShare: 0.5 } }
    assert.equal(judge(soundRun(late), scenario([p99, few])).result, 'invalid')
  })

  test('a peer definition or a single replica is never what a bound is about', () => {
    const peer = { ...figure('ttft', 'p99', 1e6), definition: 'numpy' as const }
    const replica = figure('ttft', 'p99', 1e6)
    replica.over = { ...replica.over, replica: 'a' }
    assert.equal(judge(soundRun({ figures: [peer, replica] }), scenario([p99, few])).result, 'inconclusive')
  })
})

describe('bounds left unsaid', () => {
  test('without a bound on failures none may fail, and the check is shown as implied', () => {
    const clean = judge(soundRun(), scenario([]))
    assert.deepEqual(
      clean.checks.map(({ slo, result, implied }) => [slo.text, result, implied]),
      [['failed <= 0%', 'pass', true]],
    )
    assert.equal(judge(soundRun({ measured: { ok: 99_999, reset: 1 } }), scenario([])).result, 'fail')
  })

  test('a bound that counts failures replaces it', () => {
    const run = soundRun({ measured: { ok: 99_999, reset: 1 } })
    assert.equal(judge(run, scenario([few])).result, 'pass')
    const attainment: RunBound = { text: '', metric: 'attainment', stat: 'value', compare: '>=', limit: 0.99 }
    assert.equal(judge(run, scenario([attainment])).result, 'pass')
  })

  test('per-request bounds without a share imply that nine in ten must be good', () => {
    const run = soundRun()
    run.figures[1] = figure('attainment', 'value', 0.89)
    const { result, checks } = judge(run, scenario([few], [ttft]))
    assert.equal(result, 'fail')
    assert.deepEqual([checks[1].slo.text, checks[1].implied], ['attainment >= 90%', true])
  })

  test('a duration known only from below fails once it is beyond the limit, and decides nothing before', () => {
    const recovery: RunBound = {
      text: 'recovery <= 30s',
      metric: 'recovery',
      stat: 'value',
      compare: '<=',
      limit: 30e9,
    }
    const measured = (seconds: number) => ({
      ...soundRun({ figures: [{ ...figure('recovery', 'value', seconds * 1e9, 1), atLeast: true }] }),
    })
    const [short] = judge(measured(20), scenario([recovery])).checks
    assert.equal(short.result, 'inconclusive')
    assert.match(short.because, /^recovery is at least 20 s, bound <= 30 s/)
    assert.equal(judge(measured(41), scenario([recovery])).checks[0].result, 'fail')
    const floor: RunBound = { ...recovery, compare: '>=' }
    assert.equal(judge(measured(20), scenario([floor])).checks[0].result, 'inconclusive')
    assert.equal(judge(measured(41), scenario([floor])).checks[0].result, 'pass')
  })

  test('a bound on a fault is inconclusive where there was none', () => {
    const lost: RunBound = {
      text: 'lost.requests <= 10',
      metric: 'lost.requests',
      stat: 'value',
      compare: '<=',
      limit: 10,
    }
    const { result, checks } = judge(soundRun(), scenario([lost]))
    assert.equal(result, 'inconclusive')
    assert.equal(checks[0].because, 'the run has no lost.requests: no fault took place')
    assert.equal(checks.length, 1, 'it says how many failures are tolerated')
  })
})
