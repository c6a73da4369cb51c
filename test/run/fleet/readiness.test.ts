import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { fromMillis, fromSeconds, nanos } from '../../../src/base/nanos.ts'
import type { HealthSettings } from '../../../src/model/fleet.ts'
import type { Target } from '../../../src/model/scenario.ts'
import { newFleetMemory } from '../../../src/run/fleet/fleet-memory.ts'
import { FleetState, type TargetChange } from '../../../src/run/fleet/fleet-state.ts'
import { watchReadiness } from '../../../src/run/fleet/readiness.ts'
import type { Member } from '../../../src/run/replica.ts'
import { answer } from '../discover/recorded-server.ts'
import { serve } from '../transport/scripted-server.ts'
import { member } from './member.ts'

const HEALTH: HealthSettings = { path: null, every: fromSeconds(3600), timeout: fromSeconds(20), failures: 2 }

/** A replica whose health endpoint answers what the test has put into `say`, once `until` is over. */
async function start(t: TestContext) {
  let tell = () => {}
  const wasAsked = new Promise<void>((resolve) => {
    tell = resolve
  })
  const replica = { say: answer(200, ''), asked: [] as string[], until: Promise.resolve(), url: '', wasAsked }
  const server = await serve(async (peer) => {
    const request = await peer.request()
    if (request === undefined) return
    replica.asked.push(request.line)
    tell()
    await replica.until
    peer.write(replica.say)
    peer.fin()
  }, null)
  replica.url = `http://127.0.0.1:${server.port}/v1`
  t.after(() => server.close())
  return replica
}

function watch(t: TestContext, url: string, health: Partial<HealthSettings> = {}, target: Partial<Target> = {}) {
  const told: TargetChange[] = []
  const fleet = new FleetState({
    memory: newFleetMemory(),
    settings: { ejection: null, balance: { weights: {} } as never },
    names: ['a'],
    clock: () => nanos(0),
    tell: (change) => told.push(change),
  })
  const members: Member[] = [member({ name: 'a', url, ...target })]
  const watched = watchReadiness({ ...HEALTH, ...health }, fleet, members)
  t.after(() => watched.stop())
  return { fleet, told, watched }
}

describe('readiness', () => {
  test('is lost after so many failed polls in a row and found again with the first 2xx', async (t) => {
    const replica = await start(t)
    const { fleet, told, watched } = watch(t, replica.url)
    await watched.round()
    replica.say = answer(503, { error: { message: 'Loading model' } })
    await watched.round()
    assert.ok(fleet.usable(0), 'one failure is not two')
    replica.say = answer(200, '')
    await watched.round()
    replica.say = answer(503, { error: { message: 'Loading model' } })
    await watched.round()
    assert.ok(fleet.usable(0), 'not in a row')
    await watched.round()
    await watched.round()
    assert.equal(fleet.usable(0), false)
    replica.say = answer(204, '')
    await watched.round()
    assert.ok(fleet.usable(0))
    assert.deepEqual(
      told.map(({ state, because }) => [state, because]),
      [
        ['unready', '2 polls of /health failed, the last: 503: Loading model'],
        ['ready', '/health was answered'],
      ],
    )
  })

  test('is asked at the root of the server, by the path that the protocol’s servers have', async (t) => {
    const replica = await start(t)
    await watch(t, replica.url).watched.round()
    await watch(t, replica.url, {}, { protocol: 'triton-generate' }).watched.round()
    await watch(t, replica.url, { path: '/ready' }).watched.round()
    assert.deepEqual(
      replica.asked.map((line) => line.split(' ')[1]),
      ['/health', '/v2/health/ready', '/ready'],
    )
  })

  test('is lost by a 200 whose JSON says so, as some KServe servers answer', async (t) => {
    const replica = await start(t)
    replica.say = answer(200, { ready: false })
    const { told, watched } = watch(t, replica.url, { failures: 1 })
    await watched.round()
    assert.match(told[0].because, /"ready":false/)
  })

  test('is lost where nothing listens, and says so', async (t) => {
    const { told, watched } = watch(t, 'http://127.0.0.1:1', { failures: 1 })
    await watched.round()
    assert.match(told[0].because, /^a poll of \/health failed: .*ECONNREFUSED/)
  })

  test('is lost where the answer is late', async (t) => {
    const replica = await start(t)
    let answerNow = () => {}
    replica.until = new Promise((resolve) => {
      answerNow = resolve
    })
    const { told, watched } = watch(t, replica.url, { failures: 1, timeout: fromMillis(20) })
    await watched.round()
    answerNow()
    assert.match(told[0].because, /no answer to \/health within 0.02 s/)
  })

  test('is asked once at a time of each replica, however slow', async (t) => {
    const replica = await start(t)
    let answerNow = () => {}
    replica.until = new Promise((resolve) => {
      answerNow = resolve
    })
    const { watched } = watch(t, replica.url)
    const first = watched.round()
    await watched.round()
    answerNow()
    await first
    assert.equal(replica.asked.length, 1)
    await watched.round()
    assert.equal(replica.asked.length, 2)
  })

  test('is not asked of a replica that is gone; one that joins is asked too', async (t) => {
    const [replica, late] = [await start(t), await start(t)]
    const { fleet, told, watched } = watch(t, replica.url, { failures: 1 })
    fleet.leave(0, '')
    await watched.round()
    assert.equal(replica.asked.length, 0)
    fleet.join('b', '')
    watched.add(member({ name: 'b', url: late.url }))
    late.say = answer(500, 'broken')
    await watched.round()
    assert.deepEqual(
      told.map(({ replica, state }) => `${replica} ${state}`),
      ['a gone', 'b joined', 'b unready'],
    )
  })

  test('nothing is told of polls that were open when it stopped', async (t) => {
    const replica = await start(t)
    replica.say = answer(503, '')
    let answerNow = () => {}
    replica.until = new Promise((resolve) => {
      answerNow = resolve
    })
    const { told, watched } = watch(t, replica.url, { failures: 1 })
    const round = watched.round()
    watched.stop()
    answerNow()
    await round
    assert.deepEqual(told, [])
  })

  test('is polled every so often', async (t) => {
    t.mock.timers.enable({ apis: ['setInterval'] })
    const replica = await start(t)
    watch(t, replica.url, { every: fromMillis(250) })
    t.mock.timers.tick(250)
    await replica.wasAsked
    assert.deepEqual(replica.asked, ['GET /health HTTP/1.1'])
  })
})
