import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { treeOf } from '../../src/run/faults/processes/family.ts'
import { isAlive, type Process, readProcess, readProcesses } from '../../src/run/faults/processes/process-table.ts'
import { scratch, start } from '../e2e/cli.ts'
import { fleetFor, steady, stepsOf, untilStep, writeFleetScenario } from '../e2e/fleets.ts'
import { assertBooksBalance, reportOf, sealOf } from '../e2e/stored-run.ts'
import { untilSaid } from '../e2e/until.ts'

/** A replica that was stopped runs again, in whatever way Tailgate ends. */

/** @returns a run in the middle of a hang, and the process that hangs */
async function hanging(t: TestContext, drain = '1s') {
  const fleet = await fleetFor(t)
  const { pid, url } = fleet.replicas[1]
  const cwd = scratch(t)
  const faults = [{ name: 'hang', signal: 'STOP', replica: 'replica-1', at: '300ms', for: '25s' }]
  const scenario = writeFleetScenario(cwd, fleet, { load: { ...steady('30s'), drain }, rest: { faults } })
  const run = start(['run', scenario, '--json', '--quiet', '--allow-faults'], { cwd })
  const folder = await untilStep(run, cwd, 'confirmed')
  assert.equal(readProcess(pid)?.state, 'T')
  const own = treeOf([run.child.pid ?? 0], readProcesses())
  assert.ok(own.length >= 2, 'Tailgate and its watchdog')
  return { run, folder, pid, url, own }
}

async function answers(url: string): Promise<void> {
  assert.equal((await fetch(`${url}/health`)).status, 200)
}

async function untilRunning(pid: number): Promise<void> {
  while (readProcess(pid)?.state === 'T') await setTimeout(10)
}

async function untilGone(processes: readonly Process[]): Promise<void> {
  while (processes.some(isAlive)) await setTimeout(10)
}

describe('a replica that hangs', { concurrency: 2, timeout: 120_000 }, () => {
  test('runs again after one Ctrl-C, and the log says so', async (t) => {
    // Longer than the harness waits: the replica runs before the drain, not after it.
    const { run, folder, pid, url, own } = await hanging(t, '60s')
    run.child.kill('SIGINT')
    const { code, stdout, stderr } = await run.ended
    assert.equal(code, 130, stderr)
    assert.notEqual(readProcess(pid)?.state, 'T')
    await answers(url)
    assert.deepEqual(stepsOf(folder).slice(0, 3), ['issued', 'confirmed', 'undone'])
    assert.equal(sealOf(folder).ended, 'interrupted')
    assert.equal(JSON.parse(stdout).ended, 'interrupted')
    assertBooksBalance(folder)
    assert.ok(reportOf(folder).findings.some(({ id }) => id === 'interrupted'))
    await untilGone(own)
  })

  test('runs again after two Ctrl-C, which leave no time for anything', async (t) => {
    const { run, folder, pid, url, own } = await hanging(t, '60s')
    run.child.kill('SIGINT')
    await untilSaid(run, 'interrupt again')
    run.child.kill('SIGINT')
    assert.equal((await run.ended).code, 130)
    await untilRunning(pid)
    await answers(url)
    await untilGone(own)
    assert.equal(existsSync(join(folder, 'seal.json')), false)
  })

  test('runs again after kill -9 of Tailgate, of which nothing is left', async (t) => {
    const { run, folder, pid, url, own } = await hanging(t)
    run.child.kill('SIGKILL')
    assert.equal((await run.ended).signal, 'SIGKILL')
    await untilRunning(pid)
    await answers(url)
    await untilGone(own)
    assert.equal(existsSync(join(folder, 'seal.json')), false)
    assert.deepEqual(stepsOf(folder), ['issued', 'confirmed'], 'the watchdog has no log to write to')
  })
})
