import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Fault } from '../../../src/model/fault.ts'
import { readProcess } from '../../../src/run/faults/processes/process-table.ts'
import { Watchdog } from '../../../src/run/faults/watchdog.ts'
import { fakeToxiproxy } from './fakes/toxiproxy.ts'
import { signalOf, startServer } from './stage.ts'

const DOOMED = fileURLToPath(new URL('./doomed.ts', import.meta.url))

/** Injects from a process of its own, and kills that one with a signal once the fault is confirmed. */
async function injectAndDie(
  port: number,
  fault: Partial<Fault>,
  signal: NodeJS.Signals,
  mid: () => void,
): Promise<void> {
  const argv = [DOOMED, String(port), JSON.stringify(fault)]
  const tailgate = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface(tailgate.stdout)) if (JSON.parse(line).step === 'confirmed') break
  mid()
  const exited = once(tailgate, 'exit')
  tailgate.kill(signal)
  await exited
}

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await setTimeout(5)
}

describe('the watchdog', () => {
  test('lets a stopped replica go on after a kill -9 of Tailgate', async () => {
    const server = await startServer('a', 'children')
    const states = () => [server.pid, ...server.children].map((pid) => readProcess(pid)?.state)
    let stopped: unknown
    await injectAndDie(server.port, { action: signalOf('STOP') }, 'SIGKILL', () => {
      stopped = states()
    })
    await until(() => !states().includes('T'))
    const reply = await fetch(`http://127.0.0.1:${server.port}/health`)
    await server.end()
    assert.deepEqual(stopped, ['T', 'T', 'T'])
    assert.equal(reply.status, 200)
  })

  test('removes a toxic when Tailgate is ended without a word', async () => {
    const toxiproxy = await fakeToxiproxy()
    const toxic = { type: 'timeout', stream: 'upstream' as const, toxicity: 1, attributes: { timeout: 0 } }
    const action: Fault['action'] = { kind: 'toxiproxy', api: toxiproxy.api, proxy: 'llm', toxic }
    let toxics = 0
    await injectAndDie(9, { action }, 'SIGTERM', () => {
      toxics = toxiproxy.proxy.toxics.length
    })
    await until(() => toxiproxy.proxy.toxics.length === 0)
    toxiproxy.end()
    assert.equal(toxics, 1)
  })

  test('lets who is stopped go on before it does what may take long', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tailgate-watchdog-'))
    const server = await startServer('a')
    const { start } = readProcess(server.pid)!
    process.kill(server.pid, 'SIGSTOP')
    await until(() => readProcess(server.pid)?.state === 'T')
    const goesOn = `for i in $(seq 100); do grep -q ') T' /proc/$0/stat || exec touch "$1"; sleep 0.02; done`
    const watchdog = await Watchdog.start()
    await watchdog.hold('first', { kind: 'continue', processes: [{ pid: server.pid, start }], tree: false })
    const argv = ['sh', '-c', goesOn, String(server.pid), join(folder, 'seen')]
    await watchdog.hold('then', { kind: 'run', argv })
    await watchdog.close()
    const seen = existsSync(join(folder, 'seen'))
    rmSync(folder, { recursive: true })
    await server.end()
    assert.ok(seen)
  })

  test('runs what is still to be undone when it is closed, and nothing that was released', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tailgate-watchdog-'))
    const undo = (name: string) => ({ kind: 'run' as const, argv: ['touch', join(folder, name)] })
    const watchdog = await Watchdog.start()
    await watchdog.hold('one', undo('one'))
    await watchdog.hold('two', undo('two'))
    watchdog.release('one')
    await watchdog.close()
    const [one, two] = ['one', 'two'].map((name) => existsSync(join(folder, name)))
    rmSync(folder, { recursive: true })
    assert.deepEqual([one, two], [false, true])
  })
})
