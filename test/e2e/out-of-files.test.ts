import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { ROOT, scratch, tailgate } from './cli.ts'
import { writeScenario } from './scenario.ts'
import { scripted } from './servers.ts'
import { assertBooksBalance, onlyRun, reportOf } from './stored-run.ts'

/** The shell's built-in, because Node would have raised its own limit by then. */
const FEW_FILES = 'ulimit -n 256 && exec "$0" "$@"'

test('a run that needs more connections than it may open files blames itself, and keeps its log', async (t) => {
  const cwd = scratch(t)
  const url = await scripted(t, () => {})
  const load = { arrivals: 'constant', rate: '150/s', duration: '2s', tail: '0s', warmup: { requests: 0 }, drain: '1s' }
  const timeouts = { connect: '30s', headers: '30s', firstToken: '30s', gap: '30s', total: '40s' }
  const scenario = writeScenario(cwd, url, { load, request: { timeouts } })
  const program = ['/bin/sh', '-c', FEW_FILES, process.execPath, join(ROOT, 'src/bin.ts')] as const
  const { code, stdout, stderr } = await tailgate(['run', scenario, '--json', '--quiet'], { cwd, program })
  assert.equal(code, 5, stdout + stderr)
  assert.doesNotMatch(stderr, /of its own making/)
  const folder = onlyRun(cwd)
  const { planned, outcomes, causes } = assertBooksBalance(folder)
  assert.equal(planned, 300)
  const { hung = 0, client_abort = 0 } = outcomes
  assert.ok(hung > 0 && client_abort > 0 && hung + client_abort === planned, JSON.stringify(outcomes))
  const cause = causes.find(({ outcome }) => outcome === 'client_abort')
  assert.equal(cause?.reason, 'local_limit')
  assert.match(cause?.example ?? '', /^EMFILE/)
  assert.ok(reportOf(folder).findings.some(({ id }) => id === 'client-abort'))
})
