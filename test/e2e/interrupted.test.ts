import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { openRunLog } from '../../src/log/reader.ts'
import { scratch, start, tailgate } from './cli.ts'
import { CLOSED, writeScenario } from './scenario.ts'
import { scripted, simulated, stream, token, usage } from './servers.ts'
import { assertBooksBalance, type StoredReport, sealOf, total } from './stored-run.ts'
import { untilFile, untilInstant, untilSaid } from './until.ts'

/** Runs that do not come to their end: what was recorded stays, and is told for what it is. */

const RATE = 50
const STEADY = { arrivals: 'constant', rate: `${RATE}/s`, duration: '30s', drain: '2s' }

/** What a crash may lose. */
const OPEN_PART_NS = 5e9

async function reportOn(folder: string, cwd: string) {
  const { code, stdout, stderr } = await tailgate(['report', folder, '--json'], { cwd })
  return { code, stderr, report: JSON.parse(stdout) as StoredReport }
}

describe('an interrupted run', { concurrency: 2 }, () => {
  test('killed with kill -9 loses at most five seconds and is reported as interrupted', async (t) => {
    const cwd = scratch(t)
    const run = start(['run', writeScenario(cwd, await simulated(t), { load: STEADY }), '-q', '--json'], { cwd })
    const folder = await untilInstant(run, cwd, 4e9)
    run.child.kill('SIGKILL')
    const killed = Date.now()
    assert.equal((await run.ended).signal, 'SIGKILL')
    assert.equal(existsSync(join(folder, 'seal.json')), false)

    const { code, report } = await reportOn(folder, cwd)
    assert.equal(code, 130)
    assert.equal(report.run.ended, 'interrupted')
    assert.notEqual(report.verdict.result, 'pass')
    assert.ok(report.findings.some(({ id }) => id === 'interrupted'))

    const { planned, outcomes, unrecorded } = report.books
    assert.equal(planned, total(outcomes) + unrecorded)
    const { manifest, requests } = await openRunLog(folder)
    const measured = requests.request.filter((number) => number >= 0)
    assert.equal(planned, 30 * RATE + requests.rows - measured.length, 'the plan and the warm-up before it')
    assert.ok(measured.length >= 1.5 * RATE && unrecorded > 20 * RATE)
    const age = (killed - Date.parse(manifest.started)) * 1e6 - Math.max(...requests.due)
    assert.ok(age <= OPEN_PART_NS, `the last request on record was due ${age} ns before the end`)
    const missing = Math.max(...measured) + 1 - measured.length
    assert.ok(missing <= 2, `${missing} requests are missing between those on record`)
  })

  test('by one Ctrl-C drains, seals, reports and exits 130', async (t) => {
    const cwd = scratch(t)
    const run = start(['run', writeScenario(cwd, await simulated(t), { load: STEADY }), '-q', '--json'], { cwd })
    const folder = await untilInstant(run, cwd, 1e9)
    run.child.kill('SIGINT')
    const { code, stdout, stderr } = await run.ended
    assert.equal(code, 130)
    assert.match(stderr, /interrupt again/)
    const line = JSON.parse(stdout)
    assert.deepEqual([line.exit, line.ended], [130, 'interrupted'])
    assert.equal(sealOf(folder).ended, 'interrupted')
    const { outcomes } = assertBooksBalance(folder)
    assert.deepEqual(Object.keys(outcomes).toSorted(), ['not_sent', 'ok'])
    assert.ok((outcomes.ok ?? 0) >= RATE / 2 && (outcomes.not_sent ?? 0) > 20 * RATE)
    assert.ok(existsSync(join(folder, 'report.html')))
  })

  test('by two Ctrl-C quits at once, and its log is readable', async (t) => {
    const cwd = scratch(t)
    const url = await simulated(t, [{ kind: 'silence', share: 0.1 }])
    const load = { ...STEADY, drain: '60s' }
    const patient = { headers: '60s', firstToken: '60s', total: '60s' }
    const parts = { load, request: { timeouts: patient } }
    const run = start(['run', writeScenario(cwd, url, parts), '-q', '--json'], { cwd })
    const folder = await untilFile(run, cwd, 'tokens/000000.parquet')
    run.child.kill('SIGINT')
    await untilSaid(run, 'interrupt again')
    await untilFile(run, cwd, 'requests/000000.parquet')
    run.child.kill('SIGINT')
    const { code: left, stderr } = await run.ended
    assert.equal(left, 130)
    assert.match(stderr, /what was recorded lies in reports\/\d{8}-\d{6}-e2e/)
    assert.equal(existsSync(join(folder, 'seal.json')), false)
    const { code, report } = await reportOn(folder, cwd)
    assert.equal(code, 130)
    assert.ok((report.books.outcomes.ok ?? 0) > RATE / 2)
    assert.equal(report.books.planned, total(report.books.outcomes) + report.books.unrecorded)
  })

  test('by Ctrl-C while the last answers are open is not said to have issued all it planned', async (t) => {
    const cwd = scratch(t)
    let asked = () => {}
    const waiting = new Promise<void>((resolve) => {
      asked = resolve
    })
    let answer = () => {}
    const held = new Promise<void>((resolve) => {
      answer = resolve
    })
    const url = await scripted(t, async (peer) => {
      if ((await peer.request()) === undefined) return
      asked()
      await held
      peer.write(stream([token('a'), token('', 'length'), usage(8), '[DONE]']))
    })
    const load = { concurrency: 1, queries: 1, warmup: { requests: 0 }, drain: '60s' }
    const parts = { load, request: { timeouts: { headers: '60s', firstToken: '60s' } } }
    const run = start(['run', writeScenario(cwd, url, parts), '-q', '--json'], { cwd })
    await waiting
    run.child.kill('SIGINT')
    await untilSaid(run, 'interrupt again')
    answer()
    const { code, stdout } = await run.ended
    assert.equal(code, 130)
    const { ended, because } = sealOf(join(cwd, JSON.parse(stdout).run))
    assert.deepEqual([ended, because], ['interrupted', 'interrupted'])
  })

  test('by Ctrl-C during a warm-up that gets no answer ends in good order', async (t) => {
    const cwd = scratch(t)
    let asked = () => {}
    const waiting = new Promise<void>((resolve) => {
      asked = resolve
    })
    const url = await scripted(t, async (peer) => {
      if ((await peer.request()) !== undefined) asked()
    })
    const load = { ...CLOSED, warmup: { requests: 2 }, drain: '100ms' }
    const parts = { load, request: { timeouts: { headers: '60s', firstToken: '60s' } } }
    const run = start(['run', writeScenario(cwd, url, parts), '-q', '--json'], { cwd })
    await waiting
    run.child.kill('SIGINT')
    const { code, stdout } = await run.ended
    assert.equal(code, 130)
    const line = JSON.parse(stdout)
    assert.equal(line.ended, 'interrupted')
    assert.deepEqual(line.books.outcomes, { client_abort: 1, not_sent: 4 })
  })
})
