import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { Impact } from '../../src/model/impact.ts'
import { treeOf } from '../../src/run/faults/processes/family.ts'
import { isAlive, type Process, readProcesses } from '../../src/run/faults/processes/process-table.ts'
import { type Started, scratch, start } from '../e2e/cli.ts'
import { assertResult, stepsOf } from '../e2e/fleets.ts'
import { assertBooksBalance, manifestOf, onlyRun, readJson, reportOf, sealOf } from '../e2e/stored-run.ts'

const LOOK_MILLIS = 500
/** Half a minute of load, and however long a busy machine takes around it. */
const HANGS_MILLIS = 90_000

/** Every process that belonged to a command, to its end. */
async function familyOf({ child, ended }: Started): Promise<Process[]> {
  const family = new Map<string, Process>()
  const look = () => {
    for (const each of treeOf([child.pid ?? 0], readProcesses())) family.set(`${each.pid} ${each.start}`, each)
  }
  const looking = setInterval(look, LOOK_MILLIS)
  await ended.finally(() => clearInterval(looking))
  return [...family.values()]
}

describe('the demo', () => {
  test('kills one replica of three, judges what clients felt and what it cost, and leaves no process behind', async (t) => {
    const cwd = scratch(t)
    const demo = start(['demo', '--json', '--quiet'], { cwd, hangsMillis: HANGS_MILLIS })
    const family = await familyOf(demo)
    assert.ok(family.length >= 6, 'Tailgate, its watchdog, three replicas, and one again')
    assert.deepEqual(family.filter(isAlive), [])

    const { books, findings } = assertResult(await demo.ended, 'pass')
    const folder = onlyRun(cwd)
    assertBooksBalance(folder)
    const { ok = 0, not_sent = 0, ...failed } = books.outcomes
    const lost = books.planned - ok - not_sent
    assert.ok(ok > 500 && lost > 0 && lost < 100, JSON.stringify(books))
    assert.deepEqual(
      Object.keys(failed).filter((outcome) => !['connect', 'reset', 'truncated'].includes(outcome)),
      [],
    )

    const { impacts } = readJson<{ impacts: Impact[] }>(folder, 'report.json')
    assert.deepEqual(
      impacts.map(({ fault, replica, method }) => [fault, replica, method]),
      [['kill', 'replica-1', 'SIGKILL']],
    )
    assert.deepEqual(stepsOf(folder), ['issued', 'confirmed', 'port-open', 'ready', 'answers'])
    const [{ recovery, milestones }] = impacts
    assert.ok(milestones.admitted !== null && recovery !== null && !recovery.atLeast)

    const { figures } = reportOf(folder)
    const metrics = ['recovery', 'usd.per-mtok.good', 'cost.kill', 'joules.per-token.output', 'carbon.window'] as const
    // A busy machine may read its meters too late.
    const refused = findings.some(({ id }) => id === 'energy-window-mismatch')
    for (const metric of metrics.filter((each) => !refused || !/joules|carbon/.test(each))) {
      assert.ok(
        figures.some((figure) => figure.metric === metric),
        metric,
      )
    }

    const { scenario } = manifestOf(folder)
    assert.equal(scenario.targets.length, 3)
    for (const { url } of scenario.targets) assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/)
    assert.ok(sealOf(folder).at < 45e9, 'the run itself is well under a minute')
    assert.ok(existsSync(join(folder, 'report.html')))
  })
})
