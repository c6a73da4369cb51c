import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openRunLog } from '../../src/log/reader.ts'
import { ROOT, scratch, tailgate } from './cli.ts'
import { writeScenario } from './scenario.ts'
import { simulated } from './servers.ts'
import { manifestOf, onlyRun } from './stored-run.ts'

/** The same scenario is the same load: planned twice, planned from its own record, shared among workers. */

const POISSON = { arrivals: 'poisson', rate: '60/s', duration: '1s', drain: '5s', seed: { order: 3, schedule: 4 } }

const SHIPPED = ['server', 'offline', 'multi-stream', 'trace-replay']

async function planOf(cwd: string, scenario: string): Promise<{ lines: string; digest: string | undefined }> {
  const { code, stdout, stderr } = await tailgate(['plan', scenario, '--json'], { cwd })
  assert.equal(code, 0, stderr)
  return { lines: stdout, digest: /digest ([0-9a-f]{64})/.exec(stderr)?.[1] }
}

/** What was sent when, by number; a request's query, sample and due time are the plan's. */
/** What the plan owes: how much of the tail is sent depends on when the last measured answers end. */
async function sent(folder: string): Promise<string[]> {
  const { requests } = await openRunLog(folder)
  const tail = requests.tables.phase.indexOf('tail')
  const rows = Array.from({ length: requests.rows }, (_, row) => row).filter(
    (row) => requests.request[row] >= 0 && requests.phase[row] !== tail,
  )
  return rows
    .map((row) => [requests.request, requests.query, requests.sample, requests.due].map((column) => column[row]))
    .sort((a, b) => a[0] - b[0])
    .map((row) => row.join(' '))
}

describe('a plan', { concurrency: 2 }, () => {
  for (const name of SHIPPED) {
    test(`of scenarios/${name}.yaml is the same twice, byte for byte`, async () => {
      const [first, second] = await Promise.all([1, 2].map(() => planOf(ROOT, `scenarios/${name}.yaml`)))
      assert.ok(first.lines.startsWith('{"query":0,"samples":['))
      assert.deepEqual(first, second)
    })
  }

  test('made from the record of a run is the plan of that run', async (t) => {
    const cwd = scratch(t)
    const scenario = writeScenario(cwd, await simulated(t), { load: POISSON })
    const before = await planOf(cwd, scenario)
    const { code, stderr } = await tailgate(['run', scenario, '-q'], { cwd })
    assert.ok(code === 0 || code === 5, stderr)
    const folder = onlyRun(cwd)
    assert.equal(manifestOf(folder).plan.digest, before.digest)
    assert.deepEqual(await planOf(cwd, `${folder}/run.json`), before)
    assert.deepEqual(await planOf(cwd, `${folder}/scenario.yaml`), before)
    const planned = before.lines
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { query: number; samples: number[]; due: number })
    assert.deepEqual(
      (await sent(folder)).slice(0, 40),
      planned.map(({ query, samples, due }) => `${query} ${query} ${samples[0]} ${due}`).slice(0, 40),
    )
  })

  test('is the same load on one worker and on three', async (t) => {
    const url = await simulated(t)
    const runs: { digest: string | null; workers: number; rows: string[]; lanes: number[] }[] = []
    for (const workers of [1, 3]) {
      const cwd = scratch(t)
      const { code, stderr } = await tailgate(
        ['run', writeScenario(cwd, url, { load: POISSON }), '-q', '--workers', `${workers}`],
        { cwd },
      )
      assert.ok(code === 0 || code === 5, stderr)
      const folder = onlyRun(cwd)
      const { requests } = await openRunLog(folder)
      const manifest = manifestOf(folder)
      runs.push({
        digest: manifest.plan.digest,
        workers: manifest.workers,
        rows: await sent(folder),
        lanes: [...new Set(requests.worker)].sort(),
      })
    }
    const [one, three] = runs
    assert.deepEqual([one.workers, one.lanes, three.workers, three.lanes], [1, [0], 3, [0, 1, 2]])
    assert.ok(one.rows.length > 30)
    assert.equal(one.digest, three.digest)
    assert.deepEqual(one.rows, three.rows)
  })

  for (const [what, load] of [
    ['a closed loop of one slot', { concurrency: 1, queries: 8 }],
    ['an open loop with a cap of one', { arrivals: 'constant', rate: '40/s', queries: 8, tail: '0s', cap: 1 }],
    [
      'single-stream',
      { scenario: 'single-stream', mlperf: { max_query_count: 8, min_query_count: 8, min_duration: 0 } },
    ],
  ] as const) {
    test(`of ${what} is sent whole where more workers are wanted than it has room for`, async (t) => {
      const cwd = scratch(t)
      const scenario = writeScenario(cwd, await simulated(t), { load: { ...load, warmup: { requests: 0 } } })
      const { code, stderr } = await tailgate(['run', scenario, '-q', '--workers', '3'], { cwd })
      assert.ok(code === 0 || code === 5, stderr)
      const folder = onlyRun(cwd)
      assert.equal(manifestOf(folder).workers, 1)
      assert.deepEqual(
        (await sent(folder)).map((row) => Number(row.split(' ')[1])),
        [0, 1, 2, 3, 4, 5, 6, 7],
      )
    })
  }
})
