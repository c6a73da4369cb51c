import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { fromSeconds } from '../../../../src/base/nanos.ts'
import type { Target } from '../../../../src/model/scenario.ts'
import { openSource } from '../../../../src/run/fleet/sources/index.ts'
import { member } from '../member.ts'
import { describeSource } from './contract.ts'

const EVERY = 5

/** Names that resolve to what a test says; the next lookup comes with `pass`. */
async function open(t: TestContext, addresses: readonly string[], target: Partial<Target> = {}) {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  let found: readonly string[] | null = addresses
  const notes: string[] = []
  const source = openSource(
    { kind: 'dns', every: fromSeconds(EVERY) },
    {
      targets: [member({ url: 'http://fleet.example:8000/base/', ...target })],
      note: (text) => notes.push(text),
      lookup: async () => {
        if (found === null) throw Object.assign(new Error('no'), { code: 'EAI_AGAIN' })
        return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
      },
    },
  )
  const pass = async () => {
    t.mock.timers.tick(1000 * EVERY)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return {
    source,
    notes,
    become: (addresses: readonly string[]) => {
      found = addresses
      return pass()
    },
    breakDown: () => {
      found = null
      return pass()
    },
  }
}

describeSource('DNS', open)

describe('a fleet by DNS name', () => {
  test('names its replicas by address and port', async (t) => {
    const { source } = await open(t, ['10.0.0.2', '10.0.0.1'])
    assert.deepEqual(
      (await source.first()).map(({ target }) => target.name),
      ['10.0.0.1:8000', '10.0.0.2:8000'],
    )
  })

  test('of two families counts IPv4 alone, IPv6 where there is nothing else', async (t) => {
    const { source } = await open(t, ['10.0.0.1', 'fd00::1'])
    assert.equal((await source.first()).length, 1)
    t.mock.timers.reset()
    const six = await open(t, ['fd00::1'])
    const [{ target }] = await six.source.first()
    assert.deepEqual([target.name, target.url], ['[fd00::1]:8000', 'http://[fd00::1]:8000/base'])
  })

  test('is still asked for by its own name, in the Host header and in TLS', async (t) => {
    const { source } = await open(t, ['10.0.0.1'], { url: 'https://fleet.example' })
    const [{ target, access }] = await source.first()
    assert.equal(target.url, 'https://10.0.0.1:443')
    assert.equal(access.headers.host, 'fleet.example')
    assert.equal(access.tls?.servername, 'fleet.example')
    assert.equal(access.tls?.insecure, false)
  })

  test('keeps a target that is an address as it is', async (t) => {
    const { source } = await open(t, [], { url: 'http://127.0.0.1:9000' })
    const [{ target, access }] = await source.first()
    assert.deepEqual([target.url, access.headers], ['http://127.0.0.1:9000', {}])
  })

  test('notes lookups that fail once until one succeeds', async (t) => {
    const { source, notes, breakDown, become } = await open(t, ['10.0.0.1'])
    await source.first()
    source.watch(() => {})
    await breakDown()
    await breakDown()
    await become(['10.0.0.1'])
    await breakDown()
    source.stop()
    const note = 'fleet.example was not resolved (EAI_AGAIN); the fleet stays as it is'
    assert.deepEqual(notes, [note, note])
  })

  test('that does not resolve is a failure that says so', async (t) => {
    const { source, breakDown } = await open(t, [])
    await breakDown()
    await assert.rejects(source.first(), { code: 'target.dns', message: /EAI_AGAIN/ })
  })
})
