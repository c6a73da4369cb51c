import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { nanos } from '../../../src/base/nanos.ts'
import { Truth } from '../../../src/sim/truth/truth.ts'
import { readTruth } from '../../../src/sim/truth/truth-file.ts'

test('the file tells the same as memory did, at any moment, and a last line cut short is left out', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'truth-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const truthFile = join(folder, 'r.0')
  const truth = new Truth({ life: 2, truthRequests: 10, truthFile })
  const first = truth.open('a "quoted" id', '/v1/completions', nanos(5))
  const second = truth.open(null, '/v1/completions', nanos(6))
  first.note({ status: 200 })
  first.note({ promptTokens: 3 })
  second.note({ tokens: 2, at: nanos(7) })
  assert.deepEqual(readTruth(truthFile), truth.entries)
  first.note({ finish: 'stop' })
  first.note({ ended: nanos(9), complete: true })
  first.note({ ended: nanos(10), complete: false })
  appendFileSync(truthFile, '[1,{"tok')
  const told = readTruth(truthFile)
  assert.deepEqual(told, truth.entries)
  assert.deepEqual(
    told.map(({ life, id, ended, complete, tokens }) => [life, id, ended, complete, tokens]),
    [
      [2, 'a "quoted" id', 9, true, []],
      [2, null, null, false, [7, 7]],
    ],
  )
})
