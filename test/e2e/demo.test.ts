import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { scratch, tailgate } from './cli.ts'

/** What a machine that is too busy to measure on may say, and nothing else. */
const BUSY = ['generator-bottleneck', 'generator-saturated']

describe('the demo', () => {
  test('loads a fleet of three, judges it, writes a report, and leaves no process behind', async (t) => {
    const cwd = scratch(t)
    const { code, stdout, stderr } = await tailgate(['demo', '--json', '--quiet'], { cwd })
    const { run, result, exit, books, findings } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
    assert.equal(exit, code)
    const invalid = findings.filter(({ severity }: { severity: string }) => severity === 'invalid')
    for (const { id } of invalid) assert.ok(BUSY.includes(id), id)
    if (invalid.length === 0) assert.deepEqual([code, result], [0, 'pass'], stdout + stderr)
    assert.ok(books.outcomes.ok > 300)
    assert.equal(books.outcomes.ok, books.planned)
    assert.ok(existsSync(join(cwd, run, 'report.html')))

    const { scenario } = JSON.parse(readFileSync(join(cwd, run, 'run.json'), 'utf8'))
    assert.equal(scenario.targets.length, 3)
    for (const { url } of scenario.targets) {
      assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/)
      await assert.rejects(fetch(`${url}/health`), url)
    }
  })
})
