import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Failure } from '../../src/base/failure.ts'
import { examined, unknown } from '../../src/cli/doctor/check.ts'
import { clockSource } from '../../src/cli/doctor/clocks.ts'
import { endpoint } from '../../src/cli/doctor/endpoint.ts'
import { examine } from '../../src/cli/doctor/examine.ts'
import { cores, memory } from '../../src/cli/doctor/machine.ts'
import { openFiles } from '../../src/cli/doctor/open-files.ts'
import { Replica } from '../../src/sim/replica.ts'
import { resolveReplica } from '../../src/sim/settings.ts'
import { fakeTerminal } from './fake-terminal.ts'

const HOST = ['open files', 'cores', 'memory', 'clock', 'timer grain', 'event loop', 'speed']

describe('doctor', () => {
  const replica = new Replica(resolveReplica('a', 0, { engine: { stepBase: 1e6 as never, prefillRate: 1e6 } }))
  let url = ''
  before(async () => {
    url = `http://127.0.0.1:${await replica.listen()}`
  })
  after(() => replica.close())

  test('looks at host and server, and gives scripts every value', async () => {
    const terminal = fakeTerminal()
    await examine(url, { json: true }, {}, terminal)
    const told = JSON.parse(terminal.stdout())
    assert.equal(told.url, url)
    const names = told.checks.map(({ name }: { name: string }) => name)
    assert.deepEqual(names, [...HOST, 'speaks', 'distance', 'load'])
    for (const { name, status, said, hint, value } of told.checks) {
      assert.ok(['ok', 'warn', 'unknown'].includes(status), name)
      assert.equal(hint !== null, status === 'warn', name)
      assert.ok(said !== '' && (status === 'unknown' || value !== null), name)
    }
    const speed = told.checks[HOST.indexOf('speed')].value
    assert.ok(speed > 100 && speed < 1e6)
    assert.equal(told.checks.find(({ name }: { name: string }) => name === 'speaks').value, 'openai-chat')
  })

  test('compares what a server takes with what this host could send', async () => {
    const checks = await endpoint(url, [], {}, 10)
    const load = checks.find(({ name }) => name === 'load')
    assert.equal(load?.status, 'warn')
    assert.match(load?.hint ?? '', /more cores/)
  })

  test('refuses what is no URL before it looks at anything', async () => {
    const terminal = fakeTerminal()
    await assert.rejects(examine('foo', {}, {}, terminal), /expected a URL such as/)
    assert.equal(terminal.stdout(), '')
  })

  test('fails for a URL that cannot be driven', async () => {
    await assert.rejects(endpoint('http://127.0.0.1:1', [], {}, null), (error) => {
      assert.ok(error instanceof Failure)
      assert.equal(error.exit, 4)
      return true
    })
  })
})

describe('a check of the host', () => {
  for (const check of [openFiles, cores, memory, clockSource]) {
    test(`by ${check.name} tells what was found, with the way out where it is short`, () => {
      const { said, status, hint } = check()
      assert.ok(said.length > 3)
      assert.equal(hint !== null, status === 'warn')
    })
  }

  test('has a hint exactly when it warns', () => {
    assert.deepEqual(examined('a', 1, 'one', true, 'more'), {
      name: 'a',
      status: 'ok',
      said: 'one',
      hint: null,
      value: 1,
    })
    assert.deepEqual(examined('a', 1, 'one', false, 'more').hint, 'more')
    assert.deepEqual(unknown('a', 'no idea').value, null)
  })
})
