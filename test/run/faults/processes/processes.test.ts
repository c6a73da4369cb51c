import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, test } from 'node:test'
import { ancestorsOf, topmost, treeOf } from '../../../../src/run/faults/processes/family.ts'
import { guardProcesses } from '../../../../src/run/faults/processes/guard.ts'
import { listenersOf, portsOf } from '../../../../src/run/faults/processes/listeners.ts'
import { localAddresses } from '../../../../src/run/faults/processes/local-address.ts'
import {
  fromPs,
  isAlive,
  type Process,
  readProcess,
  readProcesses,
} from '../../../../src/run/faults/processes/process-table.ts'
import { listenersByLsof, parseTable } from '../../../../src/run/faults/processes/sockets.ts'
import { targetAt } from '../stage.ts'

const without = (program: string) => spawnSync(program, ['-v']).error !== undefined && `there is no ${program} here`
const NO_LSOF = without('lsof')

const entry = (pid: number, parent: number, name = 'x'): Process => ({ pid, parent, start: '1', state: 'S', name })
const tableOf = (list: readonly Process[]) => new Map(list.map((each) => [each.pid, each]))
const FAMILY = tableOf([entry(1, 0), entry(10, 1), entry(11, 10), entry(12, 10), entry(13, 12), entry(20, 1)])

describe('families of processes', () => {
  test('a tree holds all that descend from its root, parents first', () => {
    assert.deepEqual(
      treeOf([10], FAMILY).map(({ pid }) => pid),
      [10, 11, 12, 13],
    )
    assert.deepEqual(
      treeOf([13, 20, 99], FAMILY).map(({ pid }) => pid),
      [13, 20],
    )
  })

  test('ancestors go up to the first process, and the topmost have none among them', () => {
    assert.deepEqual(ancestorsOf(13, FAMILY), [12, 10, 1])
    assert.deepEqual(topmost([13, 12, 20], FAMILY), [12, 20])
  })
})

describe('the processes of this machine', () => {
  test('are told by /proc and by ps alike', { skip: without('ps') }, () => {
    const self = readProcess(process.pid)!
    const [byPs] = fromPs(process.pid)
    assert.deepEqual([self.pid, self.parent], [process.pid, process.ppid])
    assert.deepEqual([byPs.pid, byPs.parent], [process.pid, process.ppid])
    assert.ok(Number.isFinite(Date.parse(byPs.start)))
    assert.ok(readProcesses().has(process.ppid))
    assert.ok(fromPs().length > 1)
  })

  test('a later process of the same number is another one', () => {
    const self = readProcess(process.pid)!
    assert.ok(isAlive(self))
    assert.ok(!isAlive({ ...self, start: '0' }))
    assert.equal(readProcess(2 ** 22 + 1), null)
  })

  test('whoever only carries connections is not the server', () => {
    const table = tableOf([entry(2 ** 22 + 1, 1, 'docker-proxy')])
    assert.throws(() => guardProcesses(targetAt('a', 80), [...table.values()], table), {
      code: 'fault.forbidden-process',
      hint: 'use a docker fault',
    })
  })
})

describe('listeners', () => {
  for (const host of ['127.0.0.1', '::1', '0.0.0.0', '::']) {
    test(`on ${host} are found by /proc and by lsof`, async (t) => {
      const server = createServer().listen(0, host)
      try {
        await once(server, 'listening')
      } catch {
        return t.skip('no such address here')
      }
      const { port } = server.address() as AddressInfo
      const reached = host.includes(':') ? '::1' : '127.0.0.1'
      const found = listenersOf([reached], port)
      const byLsof = NO_LSOF ? [process.pid] : listenersByLsof(port).map(({ pid }) => pid)
      server.close()
      assert.deepEqual(found, { pids: [process.pid], hidden: [] })
      assert.deepEqual(byLsof, [process.pid])
    })
  }

  test('on another address of the same port are not meant', async () => {
    const [one, two] = [createServer().listen(0, '127.0.0.1'), createServer()]
    await once(one, 'listening')
    const { port } = one.address() as AddressInfo
    two.listen(port, '127.0.0.2')
    await once(two, 'listening')
    const found = listenersOf(['127.0.0.3'], port)
    one.close()
    two.close()
    assert.deepEqual(found.pids, [])
  })

  test('are read from the kernel’s table whatever their family', () => {
    const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1
   1: 0100007F:1F40 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1
   2: 0000000000000000FFFF00000100007F:1F40 00000000000000000000000000000000:0000 0A 0:0 00:0 0 7 0 4713 1
   3: 00000000000000000000000001000000:1F40 00000000000000000000000000000000:0000 0A 0:0 00:0 0 7 0 4714 1
   4: 00000000:1F41 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4715 1`
    assert.deepEqual(parseTable(table, 8000), [
      { address: '127.0.0.1', port: 8000, uid: 1000, inode: '4711' },
      { address: '127.0.0.1', port: 8000, uid: 7, inode: '4713' },
      { address: '::1', port: 8000, uid: 7, inode: '4714' },
    ])
    assert.deepEqual(
      parseTable(table, null).map(({ port }) => port),
      [8000, 8000, 8000, 8001],
    )
  })

  test('are found by the ports they listen on, too', async (t) => {
    const one = createServer().listen(0, '127.0.0.1')
    t.after(() => one.close())
    await once(one, 'listening')
    const { port } = one.address() as AddressInfo
    assert.ok(portsOf([process.pid])?.has(port) ?? true)
    assert.ok(!portsOf([process.ppid])?.has(port))
  })
})

describe('local addresses', () => {
  test('are loopback and those of this machine’s interfaces', async () => {
    assert.deepEqual(await localAddresses('127.0.0.1'), ['127.0.0.1'])
    assert.deepEqual(await localAddresses('127.3.2.1'), ['127.3.2.1'])
    assert.ok((await localAddresses('localhost'))?.length)
    assert.equal(await localAddresses('192.0.2.7'), null)
    assert.equal(await localAddresses('2001:db8::7'), null)
    assert.equal(await localAddresses('no-such-host.invalid'), null)
  })
})
