import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import type { Fleet } from '../../src/sim/fleet.ts'
import { type Ended, scratch, start, tailgate } from './cli.ts'
import {
  assertResult,
  faultEventsOf,
  fleetFor,
  type ResultLine,
  resultOf,
  steady,
  stepsOf,
  untilStep,
  writeFleetScenario,
} from './fleets.ts'
import type { Parts } from './scenario.ts'
import { assertBooksBalance, onlyRun, reportOf, sealOf } from './stored-run.ts'

/** Faults that do more than was meant, or less: the run ends, and says so. */

const KILL = { signal: 'KILL', replica: 'replica-1', at: '300ms' }
/** Answers of a second: there is always something in flight. */
const LONG = { synthetic: { count: 8, input: 16, output: 250 } }
/** Replicas that fail are soon left out. */
const WATCHED = { health: { every: '100ms', timeout: '1s', failures: 1 }, ejection: { failures: 1 } }

/** @returns what a run to its end says on stdout, and its folder */
async function run(t: TestContext, fleet: Fleet, { rest, ...parts }: Parts): Promise<{ ended: Ended; folder: string }> {
  const cwd = scratch(t)
  const scenario = writeFleetScenario(cwd, fleet, {
    load: steady('1500ms'),
    slo: { run: ['failed <= 50%'] },
    rest: { allowFaults: true, ...rest },
    ...parts,
  })
  const ended = await tailgate(['run', scenario, '--json', '--quiet'], { cwd })
  assert.doesNotMatch(ended.stderr, /of its own making/)
  const folder = onlyRun(cwd)
  assertBooksBalance(folder)
  assert.equal(sealOf(folder).ended, 'complete')
  return { ended, folder }
}

const severityOf = ({ findings }: ResultLine, id: string) => findings.find((finding) => finding.id === id)?.severity

/** What the report says of a finding that makes the run invalid. */
function invalidBecause({ ended, folder }: Awaited<ReturnType<typeof run>>, id: string): string {
  const said = ended.stdout + ended.stderr
  assert.deepEqual(
    [ended.code, resultOf(ended).result, severityOf(resultOf(ended), id)],
    [5, 'invalid', 'invalid'],
    said,
  )
  return reportOf(folder).findings.find((finding) => finding.id === id)?.message ?? ''
}

describe('a fault', { concurrency: 2 }, () => {
  for (const [how, settings] of [
    ['where they are asked on', {}],
    ['where they are left out', WATCHED],
  ] as const) {
    test(`that leaves no replica lets the run come to its end, ${how}`, async (t) => {
      const faults = [
        { ...KILL, name: 'first' },
        { ...KILL, name: 'second', replica: 'replica-0', at: '800ms' },
      ]
      const { ended, folder } = await run(t, await fleetFor(t), {
        load: steady('4s'),
        dataset: LONG,
        rest: { faults, fleet: settings },
      })
      const line = assertResult(ended, 'fail')
      assert.equal(severityOf(line, 'all-replicas-down'), 'warning', ended.stdout)
      const { ok = 0, reset = 0, truncated = 0, connect = 0, ...others } = line.books.outcomes
      assert.deepEqual([ok + reset + truncated + connect, others], [80, {}])
      assert.ok(reset + truncated > 0, 'what was in flight broke off')
      assert.ok(connect > 0, 'what came later found nobody')
      const steps = stepsOf(folder).filter((step) => step !== 'issued')
      assert.deepEqual(steps, ['confirmed', 'confirmed'])
    })
  }

  test('after which another model answers on the replica’s port makes the run invalid', async (t) => {
    const others: Promise<Fleet>[] = []
    const fleet = await fleetFor(t, {
      onChange: (name, change) => {
        if (change !== 'ended') return
        const { port } = new URL(fleet.replicas.find((replica) => replica.name === name)?.url ?? '')
        others.push(fleetFor(t, { replicas: 1, ports: [Number(port)], model: 'another' }))
      },
    })
    const cwd = scratch(t)
    const rest = { faults: [KILL], allowFaults: true }
    const scenario = writeFleetScenario(cwd, fleet, { load: steady('30s'), rest })
    const started = start(['run', scenario, '--json', '--quiet'], { cwd })
    const folder = await untilStep(started, cwd, 'other-model')
    await Promise.all(others)
    started.child.kill('SIGINT')
    const ended = await started.ended
    assert.equal(severityOf(resultOf(ended), 'replica-other-model'), 'invalid', ended.stdout)
    assert.equal(resultOf(ended).result, 'invalid')
    const finding = reportOf(folder).findings.find(({ id }) => id === 'replica-other-model')
    assert.equal(finding?.message, 'replica-1 came back as another model: it serves another instead of sim')
    assert.deepEqual(stepsOf(folder), ['issued', 'confirmed', 'port-open', 'ready', 'other-model'])
  })

  const UNSEEN: readonly [title: string, fault: object, steps: string[], because: RegExp][] = [
    [
      'that is not read back as having taken effect makes the run invalid, and is undone all the same',
      { command: ['true'], confirm: ['false'], undo: ['true'] },
      ['issued', 'failed', 'undone'],
      /^fault command, round 1 on replica-1 did not take effect: .*false ends with status 1$/,
    ],
    [
      'whose program fails makes the run invalid',
      { command: ['cat', '/nonexistent'], undo: ['true'] },
      ['issued', 'failed', 'undone'],
      /^fault command, round 1 on replica-1 did not take effect: cat \/nonexistent ends with status 1: .*No such file/,
    ],
  ]
  for (const [title, fault, steps, because] of UNSEEN) {
    test(title, async (t) => {
      const faults = [{ ...fault, replica: 'replica-1', at: '500ms' }]
      const ran = await run(t, await fleetFor(t), { rest: { faults } })
      assert.match(invalidBecause(ran, 'fault-not-confirmed'), because)
      assert.deepEqual(stepsOf(ran.folder).slice(0, 3).toSorted(), steps.toSorted())
    })
  }

  test('that never came to its turn makes the run invalid', async (t) => {
    const load = { concurrency: 2, duration: '1s', warmup: { requests: 0 }, drain: '1s' }
    const ran = await run(t, await fleetFor(t), { load, rest: { faults: [{ ...KILL, at: undefined, after: 1e6 }] } })
    assert.match(
      invalidBecause(ran, 'fault-skipped'),
      /^fault kill, round 1 on replica-1 was skipped: the load ended first$/,
    )
    assert.deepEqual(
      faultEventsOf(ran.folder).map(({ step, because }) => [step, because]),
      [['skipped', 'the load ended first']],
    )
  })
})
