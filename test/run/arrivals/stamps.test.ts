import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../../../src/base/failure.ts'
import { readStamps } from '../../../src/run/arrivals/stamps.ts'
import { withStamps } from '../../../src/run/arrivals/with-stamps.ts'
import { temporaryFile } from '../datasets/temporary-file.ts'

const FIXTURES = new URL('../../fixtures/arrivals/', import.meta.url).pathname

test('a file of time stamps is read by its first column, sorted, from its earliest on', async () => {
  assert.deepEqual(await readStamps('stamps.csv', 's', FIXTURES), Float64Array.of(0, 0.25e9, 0.25e9, 2e9))
  assert.deepEqual(await readStamps('stamps.csv', 'ms', FIXTURES), Float64Array.of(0, 0.25e6, 0.25e6, 2e6))
})

test('a line that is no time is named', async () => {
  await assert.rejects(
    readStamps('broken-stamps.txt', 's', FIXTURES),
    (failure: Failure) => failure instanceof Failure && failure.place?.line === 2,
  )
  await assert.rejects(readStamps('none.csv', 's', FIXTURES), /cannot read the time stamps: there is no such file/)
})

test('a file without any time, or that is a folder, is refused', async (t) => {
  await assert.rejects(
    readStamps(temporaryFile(t, 'time\n\n'), 's', '/'),
    /at least one row that can be used, but the file has none/,
  )
  await assert.rejects(readStamps(FIXTURES, 's', '/'), /not a regular file/)
})

test('a byte-order mark, CRLF and a last line without its end make no difference', async (t) => {
  const file = temporaryFile(t, '\ufeff5\r\n5.5\r\n\r\n6')
  assert.deepEqual(await readStamps(file, 's', '/'), Float64Array.of(0, 0.5e9, 1e9))
})

test('a load that names a file of stamps replays it instead of the dataset’s own', async () => {
  const own = { size: 5, arrivals: Float64Array.of(0, 1) }
  const trace = (path: string | null) =>
    ({ load: { loop: 'open', arrivals: { kind: 'trace', path, unit: 's', scale: 1, rate: null } } }) as Parameters<
      typeof withStamps
    >[0]
  assert.deepEqual(await withStamps(trace(null), own, FIXTURES), own)
  assert.equal((await withStamps(trace('stamps.csv'), own, FIXTURES)).arrivals?.length, 4)
})
