import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, type TestContext, test } from 'node:test'
import { scratch, start, suite, tailgate } from './cli.ts'
import { fleetFor, writeFleetScenario } from './fleets.ts'
import { writeScenario } from './scenario.ts'
import { simulated } from './servers.ts'
import { onlyRun, reportOf, type StoredReport, total } from './stored-run.ts'
import { untilFile } from './until.ts'

/** A log that cannot be written says why, and keeps what it has. A log that was damaged says so. */

const STEADY = { arrivals: 'constant', rate: '50/s', duration: '30s', drain: '1s' }
const FIRST_PART = 'tokens/000000.parquet'

/** A scratch folder whose reports/ is a small file system of its own; null where this user may not mount one. */
function mounted(t: TestContext, options: string): string | null {
  const cwd = mkdtempSync(join(tmpdir(), 'tailgate-e2e-'))
  const reports = join(cwd, 'reports')
  mkdirSync(reports)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tailgate-e2e', reports], { stdio: 'ignore' })
  } catch {
    return null
  }
  t.after(() => {
    execFileSync('umount', [reports])
    rmSync(cwd, { recursive: true })
  })
  return cwd
}

/** A scratch folder whose reports/ may not be written to. */
function locked(t: TestContext): string {
  const cwd = scratch(t)
  mkdirSync(join(cwd, 'reports'), { mode: 0o555 })
  return cwd
}

async function assertReadable(folder: string, cwd: string): Promise<void> {
  const { code, stdout } = await tailgate(['report', folder, '--json'], { cwd })
  assert.equal(code, 130)
  const { books, run } = JSON.parse(stdout) as StoredReport
  assert.equal(run.ended, 'interrupted')
  assert.ok((books.outcomes.ok ?? 0) > 0)
  assert.equal(books.planned, total(books.outcomes) + books.unrecorded)
}

describe('a log that cannot be written', { concurrency: 2 }, () => {
  test('on a full disk ends the run, says so, and stays readable', async (t) => {
    const cwd = mounted(t, 'size=1m')
    if (cwd === null) return t.skip('only root may mount a file system that fills up')
    const run = start(['run', writeScenario(cwd, await simulated(t), { load: STEADY }), '-q', '--json'], { cwd })
    const folder = await untilFile(run, cwd, FIRST_PART)
    fill(join(folder, 'ballast'))
    const { code, stderr } = await run.ended
    assert.equal(code, 5)
    assert.match(stderr, /error cannot write the run log at .*: the disk is full\n {2}hint free some space/)
    assert.match(stderr, /what was recorded lies in reports\//)
    assert.deepEqual(readdirSync(join(folder, 'requests')), ['000000.parquet'])
    await assertReadable(folder, cwd)
  })

  test('from the start ends the run, and the watchdog that stood by for its faults', async (t) => {
    const cwd = mounted(t, 'nr_inodes=4')
    if (cwd === null) return t.skip('only root may mount a file system that fills up')
    const fleet = await fleetFor(t)
    const faults = [{ signal: 'STOP', replica: 'replica-1', at: '1s' }]
    const run = start(
      ['run', writeFleetScenario(cwd, fleet, { load: STEADY, rest: { faults } }), '-q', '--allow-faults'],
      { cwd },
    )
    const { code, stderr } = await run.ended
    assert.equal(code, 5)
    assert.match(stderr, /error cannot write the run log at .*: the disk is full/)
  })

  test('because its folder vanished ends the run and says so', async (t) => {
    const cwd = scratch(t)
    const run = start(['run', writeScenario(cwd, await simulated(t), { load: STEADY }), '-q', '--json'], { cwd })
    const folder = await untilFile(run, cwd, FIRST_PART)
    renameSync(folder, join(cwd, 'elsewhere'))
    const { code, stderr } = await run.ended
    assert.equal(code, 5)
    assert.match(stderr, /error cannot write the run log at .*: the folder has vanished/)
    await assertReadable('elsewhere', cwd)
  })

  test('into a read-only folder is said before anything is sent', async (t) => {
    const cwd = process.getuid?.() === 0 ? mounted(t, 'ro') : locked(t)
    if (cwd === null) return t.skip('this root may not mount a read-only file system')
    const { code, stdout, stderr } = await tailgate(['run', writeScenario(cwd, await simulated(t)), '--json'], { cwd })
    assert.deepEqual([code, stdout], [5, ''])
    assert.match(
      stderr,
      /error cannot write the run log at reports\/.*: (the file system is read-only|permission denied)/,
    )
    assert.match(stderr, /hint choose a folder you may write to with --out/)
    assert.doesNotMatch(stderr, /what was recorded/)
  })

  test('because a file is in its place is said before anything is sent', async (t) => {
    const cwd = scratch(t)
    writeFileSync(join(cwd, 'taken'), '')
    const args = ['run', writeScenario(cwd, await simulated(t)), '--json', '--out', 'taken']
    const { code, stderr } = await tailgate(args, { cwd })
    assert.equal(code, 5)
    assert.match(stderr, /a part of the path is a file\n {2}hint choose another folder with --out/)
  })
})

function fill(file: string): void {
  for (let size = 2 ** 20; size >= 1; size /= 2) {
    try {
      writeFileSync(file, Buffer.alloc(size), { flag: 'a' })
      size *= 2
    } catch {
      // What fits was written; the rest is tried in smaller pieces.
    }
  }
}

describe('a stored run', () => {
  const VIEWS = ['report.html', 'report.json', 'report.md'] as const
  const owner = suite()
  let cwd = ''
  let folder = ''
  const report = (...more: string[]) => tailgate(['report', folder, ...more], { cwd })

  before(async () => {
    cwd = scratch(owner)
    const { code } = await tailgate(['run', writeScenario(cwd, await simulated(owner)), '-q'], { cwd })
    assert.ok(code === 0 || code === 5)
    folder = onlyRun(cwd)
  })

  test('gives the same views byte for byte after they were deleted', async () => {
    const bytes = VIEWS.map((view) => readFileSync(join(folder, view)))
    for (const view of VIEWS) rmSync(join(folder, view))
    const { stdout } = await report('--views', '--json')
    assert.deepEqual(
      VIEWS.map((view) => readFileSync(join(folder, view))),
      bytes,
    )
    assert.equal(stdout, bytes[1].toString())
  })

  test('is told in the width that COLUMNS says where there is no window', async () => {
    const { stdout } = await tailgate(['report', folder], { cwd, env: { COLUMNS: '40' } })
    const longest = Math.max(...stdout.split('\n').map((line) => line.length))
    assert.equal(longest, 40)
  })

  test('is found by its run.json too, which is what runs it again', async () => {
    const { stdout } = await tailgate(['report', join(folder, 'run.json'), '--json'], { cwd })
    assert.equal(stdout, (await report('--json')).stdout)
  })

  test('exits with the code of its run, whatever the format', async () => {
    const { result } = reportOf(folder).verdict
    for (const format of ['terminal', 'csv', 'markdown']) {
      assert.equal((await report('--format', format)).code, result === 'pass' ? 0 : 5)
    }
  })

  test('is not disturbed by a part that was never closed', async () => {
    writeFileSync(join(folder, 'requests/000001.parquet.open'), 'half a part')
    assert.equal((await report('--json')).stdout, readFileSync(join(folder, 'report.json'), 'utf8'))
  })

  test('with a truncated part is damaged, and the part is named', async () => {
    const part = join(folder, FIRST_PART)
    const whole = readFileSync(part)
    truncateSync(part, whole.length - 20)
    const { code, stdout, stderr } = await report()
    assert.deepEqual([code, stdout], [2, ''])
    assert.match(stderr, /error the run log .* is damaged: .*tokens\/000000\.parquet/)
    assert.match(stderr, /hint copy the whole folder again/)
    writeFileSync(part, whole)
  })

  test('without one of its parts is damaged, and the part is named', async () => {
    rmSync(join(folder, 'requests/000000.parquet'))
    const { code, stderr } = await report()
    assert.equal(code, 2)
    assert.match(stderr, /damaged: its part requests\/000000\.parquet is missing/)
  })

  test('without its manifest is no run', async () => {
    rmSync(join(folder, 'run.json'))
    const { code, stderr } = await report()
    assert.equal(code, 2)
    assert.match(stderr, /is not a run: it has no run\.json\n {2}hint/)
  })
})
