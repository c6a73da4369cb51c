import assert from 'node:assert/strict'
import { test } from 'node:test'
import { analyze } from '../../src/analysis/analyze.ts'
import { fixtureLog } from './fixture-log.ts'
import { killedLog } from './impact/killed-log.ts'

test('the strips of the replicas add up to the timeline', async () => {
  const { timeline } = await analyze(killedLog())
  assert.deepEqual(
    timeline.replicas.map(({ replica }) => replica),
    ['a', 'b', 'c'],
  )
  for (const column of ['offered', 'good', 'failed', 'inFlight'] as const) {
    for (let bin = 0; bin < timeline.bins; bin++) {
      const sum = timeline.replicas.reduce((total, strip) => total + strip[column][bin], 0)
      assert.ok(Math.abs(sum - timeline[column][bin]) < 1e-9, `${column} of bin ${bin}`)
    }
  }
})

test('a single replica has no strip, since it would be the timeline again', async () => {
  const requests = [{ due: 0, first: 100, done: 500 }]
  assert.deepEqual((await analyze(fixtureLog({ requests }))).timeline.replicas, [])
})
