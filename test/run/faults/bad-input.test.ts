import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Fault, FaultAction } from '../../../src/model/fault.ts'
import { createDirector } from '../../../src/run/faults/create-director.ts'
import type { FaultTarget } from '../../../src/run/faults/director.ts'
import { treeOf } from '../../../src/run/faults/processes/family.ts'
import { readProcesses } from '../../../src/run/faults/processes/process-table.ts'
import { fakePrograms } from './fakes/programs.ts'
import { fakeToxiproxy } from './fakes/toxiproxy.ts'
import { endAll, faultOf, type Server, stageOf, startServer, TINY, targetAt } from './stage.ts'

const root = process.getuid?.() === 0

describe('a fault that cannot be done is refused before any load', () => {
  let server: Server
  let other: Server
  let own: HttpServer
  before(async () => {
    server = await startServer('a')
    other = await startServer('b')
    own = createServer().listen(0, '127.0.0.1')
    await once(own, 'listening')
  })
  after(async () => {
    own.close()
    await Promise.all([server.end(), other.end()])
  })

  const refused = (more: Partial<Fault>, targets: readonly FaultTarget[], code: string, message: RegExp) =>
    assert.rejects(
      createDirector({ faults: [faultOf(more)], runId: 'test', world: stageOf(targets), proxy: null }),
      (error: Error & { code: string; exit: number }) => {
        assert.equal(error.code, code)
        assert.equal(error.exit, 2)
        assert.match(error.message, message)
        return true
      },
    )
  const signal = (by: Extract<FaultAction, { kind: 'process' }>['by']): FaultAction => ({
    kind: 'process',
    signal: 'KILL',
    by,
    tree: true,
  })

  test('on a replica that is not there', async () => {
    const which = { replica: 'replica-O' }
    const targets = [targetAt('replica-0', server.port)]
    await refused({ which }, targets, 'fault.unknown-replica', /^fault trouble is for replica replica-O, which/)
  })

  test('on a pid that is not the server’s', async () => {
    const message = new RegExp(
      `pid ${other.pid} does not listen on port ${server.port}: that is pid ${server.pid} \\(node\\)`,
    )
    await refused({ action: signal({ pid: other.pid }) }, [server.target], 'fault.wrong-process', message)
  })

  test('on a pid that is nobody’s', async () => {
    await refused({ action: signal({ pid: 2 ** 22 + 1 }) }, [server.target], 'fault.no-process', /there is no process/)
  })

  test('on a pid file that holds no pid, or is not there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tailgate-pid-'))
    writeFileSync(join(folder, 'a.pid'), 'none\n')
    const at = (name: string) => signal({ pidFile: join(folder, name) })
    await refused(
      { action: at('{replica}.pid') },
      [server.target],
      'fault.pid-file',
      /expected a pid in .*a\.pid, got "none"/,
    )
    await refused({ action: at('b.pid') }, [server.target], 'fault.pid-file', /b\.pid cannot be read/)
    rmSync(folder, { recursive: true })
  })

  test('on a port where nobody listens', async () => {
    await refused({}, [targetAt('a', 9)], 'fault.nobody-listens', /no process of this machine listens on port 9 of a/)
  })

  test('on Tailgate itself, and on what it runs under', async () => {
    const target = targetAt('a', (own.address() as AddressInfo).port)
    await refused({}, [target], 'fault.forbidden-process', /is Tailgate itself/)
    const argv = ['kill', '-9', '{pid}']
    const command: FaultAction = { kind: 'command', argv, undo: null, confirm: null }
    await refused({ action: command }, [target], 'fault.forbidden-process', /is Tailgate itself/)
    await refused(
      { action: signal({ pid: process.ppid }) },
      [target],
      'fault.forbidden-process',
      /Tailgate|first process/,
    )
  })

  test('on a replica of another machine', async () => {
    const target = targetAt('a', 8000, '192.0.2.7')
    await refused({}, [target], 'fault.remote', /a is at 192\.0\.2\.7, which is not this machine/)
  })

  test('on a process of another user, who is named', {
    skip: root ? false : 'needs root to become two users',
  }, async () => {
    const script = `
      const { createDirector } = await import(${JSON.stringify(new URL('../../../src/run/faults/create-director.ts', import.meta.url).href)})
      const { stageOf, faultOf, targetAt } = await import(${JSON.stringify(new URL('./stage.ts', import.meta.url).href)})
      process.seteuid(65534)
      const world = stageOf([targetAt('a', ${server.port})])
      await createDirector({ faults: [faultOf({})], runId: 'test', world, proxy: null }).catch((error) => console.log(error.code, error.message))`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    for await (const piece of child.stdout.setEncoding('utf8')) said += piece
    assert.match(said, /^fault\.permission .* is listened on by a process of root \(uid 0\)/)
  })

  test('with a program that is not there', async () => {
    const path = process.env.PATH
    process.env.PATH = '/nonexistent'
    const pod: FaultAction = { kind: 'kubectl', context: null, namespace: 'n', pod: 'p', do: 'delete', grace: 0 }
    const container: FaultAction = { kind: 'docker', container: 'c', do: 'kill', signal: 'KILL' }
    const unit: FaultAction = { kind: 'systemd', unit: 'u', signal: 'KILL' }
    const command: FaultAction = { kind: 'command', argv: ['ipmitool'], undo: null, confirm: null }
    try {
      const targets = [server.target]
      await refused({ action: pod }, targets, 'fault.no-program', /^fault trouble: kubectl is not on PATH$/)
      await refused({ action: container }, targets, 'fault.no-program', /docker is not on PATH/)
      await refused({ action: unit }, targets, 'fault.no-program', /systemctl is not on PATH/)
      await refused({ action: command }, targets, 'fault.no-program', /ipmitool is not on PATH/)
      await refused({ restart: ['./serve'] }, targets, 'fault.no-program', /\.\/serve is no program that can be run/)
    } finally {
      process.env.PATH = path
    }
  })

  test('on a container, a pod, a unit or a proxy that is not there', async () => {
    const programs = fakePrograms()
    const toxiproxy = await fakeToxiproxy()
    const pod: FaultAction = { kind: 'kubectl', context: null, namespace: 'n', pod: 'missing', do: 'delete', grace: 0 }
    const container: FaultAction = { kind: 'docker', container: 'missing', do: 'kill', signal: 'KILL' }
    const unit: FaultAction = { kind: 'systemd', unit: 'missing', signal: 'KILL' }
    const proxy: FaultAction = { kind: 'toxiproxy', api: toxiproxy.api, proxy: 'missing', toxic: null }
    const targets = [server.target]
    try {
      await refused({ action: pod }, targets, 'fault.pod', /there is no pod missing in namespace n/)
      await refused({ action: container }, targets, 'fault.command', /No such container: missing/)
      await refused({ action: unit }, targets, 'fault.unit', /unit missing is not-found/)
      await refused({ action: proxy }, targets, 'fault.toxiproxy', /proxy missing of .* is not there/)
    } finally {
      toxiproxy.end()
      programs.restore()
    }
  })

  test('through a Toxiproxy or an embedded proxy that does not stand there', async () => {
    const action: FaultAction = { kind: 'toxiproxy', api: 'http://127.0.0.1:9', proxy: 'llm', toxic: null }
    await refused(
      { action },
      [server.target],
      'fault.toxiproxy',
      /Toxiproxy at http:\/\/127\.0\.0\.1:9 does not answer/,
    )
    await refused(
      { action: { kind: 'proxy', do: 'reset' } },
      [server.target],
      'fault.proxy',
      /does not stand before it/,
    )
  })

  test('on processes that serve another replica too', async () => {
    const both = '"$0" "$1" 0 & "$0" "$1" 0 & wait'
    const launcher = spawn('sh', ['-c', both, process.execPath, TINY], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    for await (const piece of launcher.stdout) {
      said += piece
      if (said.split('\n').length > 2) break
    }
    const [a, b] = said.split('\n').map((line) => (line === '' ? 0 : JSON.parse(line).port))
    const kin = treeOf([launcher.pid as number], readProcesses())
    try {
      const targets = [targetAt('a', a), targetAt('b', b)]
      const message = /a cannot be hit alone: pid \d+ \(node\) would be hit too, and serves b/
      await refused({ action: signal({ pid: launcher.pid as number }) }, targets, 'fault.other-replica', message)
    } finally {
      await endAll(kin)
    }
  })

  test('with a restart of what does not end', async () => {
    const action: FaultAction = { kind: 'process', signal: 'STOP', by: { port: true }, tree: true }
    await refused({ action, restart: ['true'] }, [server.target], 'fault.restart', /SIGSTOP does not end the server/)
  })
})
