import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import { fromMillis, fromSeconds, nanos } from '../../../src/base/nanos.ts'
import type { Fault } from '../../../src/model/fault.ts'
import { createDirector } from '../../../src/run/faults/create-director.ts'
import { portState } from '../../../src/run/faults/port-state.ts'
import { isAlive, readProcess } from '../../../src/run/faults/processes/process-table.ts'
import { endAll, faultOf, PLAN, type Server, type Stage, signalOf, stageOf, startServer, TINY } from './stage.ts'

describe('a director', () => {
  let servers: Server[] = []
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.end()))
    servers = []
  })

  const serve = async (name: string, mode?: string): Promise<Server> => {
    const server = await startServer(name, mode)
    servers.push(server)
    return server
  }
  const direct = async (faults: readonly Fault[], stage: Stage) => {
    const director = await createDirector({ faults, runId: 'test', world: stage, proxy: null })
    director.check(PLAN)
    stage.begin()
    director.start()
    return director
  }

  test('kills a replica with its whole process tree and reads back that it is gone', async () => {
    const server = await serve('a', 'children')
    const stage = stageOf([server.target])
    const kin = [server.pid, ...server.children].map((pid) => readProcess(pid)!)
    const director = await direct([faultOf({ action: signalOf('KILL') })], stage)
    const confirmed = await stage.heard('confirmed')
    await director.finish()
    assert.equal(kin.length, 3)
    assert.ok(!kin.some(isAlive))
    assert.match(
      confirmed.because,
      new RegExp(`pid ${kin.map(({ pid }) => pid).join(', ')} gone, port ${server.port} refuses`),
    )
    assert.equal(confirmed.method, 'SIGKILL')
    assert.deepEqual(stage.steps(), ['issued', 'confirmed'])
    assert.ok(stage.events[0].at <= confirmed.at)
  })

  test('kills the listening process alone where the tree is not meant', async () => {
    const server = await serve('a', 'children')
    const [child] = server.children.map((pid) => readProcess(pid)!)
    const stage = stageOf([server.target])
    const director = await direct([faultOf({ action: signalOf('KILL', false) })], stage)
    await stage.heard('confirmed')
    await director.finish()
    assert.equal(readProcess(server.pid)?.state ?? 'Z', 'Z')
    assert.ok(isAlive(child))
  })

  test('stops a replica for a while, lets it go on, and sees it answer', async () => {
    const server = await serve('a', 'children')
    const stage = stageOf([server.target])
    const director = await direct([faultOf({ action: signalOf('STOP'), duration: fromMillis(120) })], stage)
    await stage.heard('confirmed')
    const states = [server.pid, ...server.children].map((pid) => readProcess(pid)?.state)
    await stage.heard('answers')
    await director.finish()
    assert.deepEqual(states, ['T', 'T', 'T'])
    assert.deepEqual(stage.steps(), ['issued', 'confirmed', 'undone', 'port-open', 'ready', 'answers'])
    const undone = stage.events.find(({ step }) => step === 'undone')!
    assert.ok(undone.at - stage.events[0].at >= fromMillis(119))
    assert.ok([server.pid, ...server.children].every((pid) => readProcess(pid)?.state !== 'T'))
  })

  test('lets a stopped replica go on when the run ends before its time', async () => {
    const server = await serve('a')
    const stage = stageOf([server.target])
    const director = await direct([faultOf({ action: signalOf('STOP') })], stage)
    await stage.heard('confirmed')
    await director.finish()
    assert.deepEqual(stage.steps(), ['issued', 'confirmed', 'undone'])
    assert.notEqual(readProcess(server.pid)?.state, 'T')
  })

  test('does not take a replica for stopped that another fault has stopped already', async () => {
    const server = await serve('a')
    const stage = stageOf([server.target])
    const stop = faultOf({ name: 'first', action: signalOf('STOP') })
    const again = faultOf({ name: 'second', action: signalOf('STOP'), when: { kind: 'after', requests: 1 } })
    let issued = 0
    const director = await direct([stop, again], { ...stage, issued: () => issued })
    await stage.heard('confirmed')
    issued = 1
    const failed = await stage.heard('failed')
    await director.finish()
    assert.match(failed.because, /pid \d+ of a is stopped already/)
    assert.deepEqual(
      stage.events.filter(({ fault }) => fault === 'second').map(({ step }) => step),
      ['failed'],
    )
    assert.notEqual(readProcess(server.pid)?.state, 'T')
  })

  test('takes a replica that no longer is ready for one that was told to end', async () => {
    const server = await serve('a', 'drain')
    const stage = stageOf([server.target])
    const director = await direct([faultOf({ action: signalOf('TERM') })], stage)
    const confirmed = await stage.heard('confirmed')
    await director.finish()
    assert.match(confirmed.because, /not ready: \/health answers 503/)
  })

  test('says that a signal had no effect when the load ends first', async () => {
    const server = await serve('a', 'deaf')
    const stage = stageOf([server.target])
    const director = await direct([faultOf({ action: signalOf('TERM') })], stage)
    await stage.heard('issued')
    await director.finish()
    assert.deepEqual(stage.steps(), ['issued', 'failed'])
    assert.match(stage.events[1].because, /the load ended before it took effect: pid \d+ still serves/)
    assert.ok(isAlive(readProcess(server.pid)!))
  })

  test('starts a killed replica again and sees its port, its readiness and its answers come back', async () => {
    const server = await serve('a')
    const stage = stageOf([server.target])
    const restart = [process.execPath, TINY, '{port}', 'tiny']
    const director = await direct([faultOf({ duration: fromMillis(50), restart })], stage)
    await stage.heard('answers')
    const restarted = await stage.heard('restarted')
    await director.finish()
    const pid = Number(/: pid (\d+), its output in /.exec(restarted.because)?.[1])
    const successor = readProcess(pid)!
    assert.ok(isAlive(successor))
    await endAll([successor])
    assert.deepEqual(stage.steps(), ['issued', 'confirmed', 'restarted', 'port-open', 'ready', 'answers'])
  })

  test('notices that a replica came back as another model', async () => {
    const server = await serve('a')
    const stage = stageOf([server.target])
    const restart = [process.execPath, TINY, '{port}', 'other']
    const director = await direct([faultOf({ duration: fromMillis(10), restart })], stage)
    const other = await stage.heard('other-model')
    const pid = Number(/: pid (\d+)/.exec((await stage.heard('restarted')).because)?.[1])
    await director.finish()
    await endAll([readProcess(pid)!])
    assert.equal(other.because, 'it serves other instead of tiny')
    assert.ok(!stage.steps().includes('answers'))
  })

  test('sees a replica come back that someone else started', async () => {
    const server = await serve('a')
    const stage = stageOf([server.target])
    const director = await direct([faultOf({})], stage)
    await stage.heard('confirmed')
    servers.push(await startServer('a', 'plain', 'tiny', server.port))
    await stage.heard('answers')
    await director.finish()
    assert.deepEqual(stage.steps(), ['issued', 'confirmed', 'port-open', 'ready', 'answers'])
  })

  test('goes from replica to replica, and skips what the load was too short for', async () => {
    const three = [await serve('a'), await serve('b'), await serve('c')]
    const stage = stageOf(three.map(({ target }) => target))
    const repeat = { times: 3, every: fromMillis(60), rotate: true }
    const late = faultOf({ action: signalOf('STOP'), repeat, duration: fromMillis(30) })
    const long = faultOf({ name: 'later', when: { kind: 'at', at: fromSeconds(50) } })
    const director = await direct([late, long], stage)
    await Promise.all([0, 1, 2].map((round) => stage.heard('undone', round)))
    await director.finish()
    const hit = stage.events.filter(({ step }) => step === 'issued').map(({ replica }) => replica)
    assert.deepEqual(hit.sort(), ['a', 'b', 'c'])
    const skipped = stage.events.filter(({ step }) => step === 'skipped')
    assert.deepEqual(
      skipped.map(({ fault, because }) => [fault, because]),
      [['later', 'the load ended first']],
    )
  })

  test('waits for a number of requests, and then hits the busiest replica', async () => {
    const pair = [await serve('a'), await serve('b')]
    let issued = 0
    const inFlight = (name: string) => (name === 'b' ? 7 : 3)
    const stage = stageOf(
      pair.map(({ target }) => target),
      { issued: () => issued, inFlight },
    )
    const fault = faultOf({ action: signalOf('STOP'), which: 'busiest', when: { kind: 'after', requests: 100 } })
    const director = await direct([fault], stage)
    const before = stage.steps()
    issued = 100
    const event = await stage.heard('confirmed')
    await director.finish()
    assert.deepEqual(before, [])
    assert.equal(event.replica, 'b')
  })

  test('skips a round whose replica is down', async () => {
    const server = await serve('a')
    const stage = stageOf([server.target])
    const repeat = { times: 2, every: fromMillis(150), rotate: false }
    const director = await direct([faultOf({ repeat })], stage)
    const skipped = await stage.heard('skipped', 1)
    await director.finish()
    assert.match(skipped.because, /no process of this machine listens on port/)
    assert.equal(await portState('127.0.0.1', server.port, 500), 'refuses')
  })

  test('does not begin with a fault that would come after the end of the load', async () => {
    const server = await serve('a')
    const stage = stageOf([server.target])
    const fault = faultOf({ when: { kind: 'at', at: fromSeconds(61) } })
    const director = await createDirector({ faults: [fault], runId: 'test', world: stage, proxy: null })
    assert.throws(() => director.check(PLAN), { code: 'fault.after-end', exit: 2 })
    director.check({ ...PLAN, window: { from: nanos(0), to: null } })
    await director.finish()
  })
})
