import assert from 'node:assert/strict'
import { symlinkSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer, type Server } from 'node:net'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { openRunLog } from '../../src/log/reader.ts'
import type { FleetReplica } from '../../src/sim/fleet.ts'
import { startFleet } from '../../src/sim/fleet.ts'
import { scratch, start, suite, tailgate } from '../e2e/cli.ts'
import { writeScenario } from '../e2e/scenario.ts'
import { onlyRun } from '../e2e/stored-run.ts'
import { until } from '../e2e/until.ts'
import { FakeKubectl } from '../run/fleet/sources/fake-kubectl.ts'

const OPEN = { arrivals: 'constant', rate: '20/s', warmup: { requests: 1 }, drain: '5s' }
const targets = (replicas: readonly FleetReplica[]) =>
  replicas.map(({ name, url }) => ({ name, url, protocol: 'openai-chat', model: 'sim' }))

describe('a fleet', () => {
  const cleanups = suite()

  test('that Kubernetes finds gets its new pod’s address while the load goes on', async (t) => {
    const fleet = await startFleet({ replicas: 1 })
    t.after(() => fleet.stop())
    const port = Number(new URL(fleet.replicas[0].url).port)
    const second = await listen(
      createTcpServer((client) => forward(client, port)),
      '127.0.0.2',
      port,
    )
    t.after(() => second.close())
    const kubectl = new FakeKubectl(t)
    symlinkSync(kubectl.program, join(dirname(kubectl.program), 'kubectl'))
    kubectl.write('list', JSON.stringify({ kind: 'List', items: [slice(['127.0.0.1'])] }))
    const cwd = scratch(t)
    writeScenario(cwd, 'http://pods.example:1', {
      load: { ...OPEN, duration: '5s' },
      rest: { fleet: { discover: { kubernetes: { service: 'vllm', port } } } },
    })
    const run = start(['run', 'scenario.yaml', '--quiet'], {
      cwd,
      env: { PATH: `${dirname(kubectl.program)}:${process.env.PATH}` },
    })
    await until(run, 'kubectl watching', () => kubectl.calls.some((args) => args.includes('--watch')))
    await setTimeout(1500)
    kubectl.append({ type: 'MODIFIED', object: slice(['127.0.0.1', '127.0.0.2']) })
    const { stderr } = await run.ended
    const log = await openRunLog(onlyRun(cwd))
    const joined = log.events.filter((event) => event.kind === 'target' && event.state === 'joined')
    assert.deepEqual(
      joined.map(({ at }) => at > 0),
      [false, true],
      stderr,
    )
    const names = namesOf(log)
    assert.equal(names.size, 2)
    for (const n of names.values()) assert.ok(n > 10, JSON.stringify([...names]))
  })

  test('behind a gateway is told apart by the header in its answers', async (t) => {
    const fleet = await startFleet({ replicas: 2 })
    t.after(() => fleet.stop())
    let turn = 0
    const gateway = createServer((incoming, outgoing) => {
      const { name, url } = fleet.replicas[turn++ % 2]
      const onward = request(url + incoming.url, { method: incoming.method, headers: incoming.headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, { ...answer.headers, 'X-Replica': name })
        answer.pipe(outgoing)
      })
      incoming.pipe(onward)
    })
    const port = await listen(gateway, '127.0.0.1', 0)
    t.after(() => port.close())
    const cwd = scratch(t)
    writeScenario(cwd, `http://127.0.0.1:${port.port}`, {
      load: { concurrency: 2, queries: 20, warmup: { requests: 0 }, drain: '5s' },
      rest: { fleet: { gateway: true, replicaHeader: 'X-Replica' } },
    })
    const { stderr } = await tailgate(['run', 'scenario.yaml', '--quiet'], { cwd })
    const log = await openRunLog(onlyRun(cwd))
    assert.deepEqual(
      [...namesOf(log)].sort(),
      [
        ['replica-0', 10],
        ['replica-1', 10],
      ],
      stderr,
    )
  })

  test('that is told to retries what a killed replica left, and keeps every attempt', async (t) => {
    const fleet = await startFleet({ replicas: 3 })
    t.after(() => fleet.stop())
    const cwd = scratch(t)
    writeScenario(cwd, '', {
      load: { ...OPEN, duration: '4s' },
      rest: {
        targets: targets(fleet.replicas),
        fleet: { retries: { attempts: 3, on: ['connect', 'reset'], backoff: '10ms' } },
        faults: [{ signal: 'KILL', replica: 'replica-1', at: '2s' }],
      },
    })
    const refused = await tailgate(['run', 'scenario.yaml', '--quiet'], { cwd })
    assert.equal(refused.code, 2)
    assert.match(refused.stderr, /injects faults \(kill\), which nobody has allowed[\s\S]*--allow-faults/)
    const rehearsed = await tailgate(['run', 'scenario.yaml', '--dry-run'], { cwd })
    assert.equal(rehearsed.code, 0)
    assert.match(rehearsed.stdout, /kill: replica-1 \(as named\), at 2s\n {2}does {3}SIGKILL to pid \d+/)

    const { stderr } = await tailgate(['run', 'scenario.yaml', '--quiet', '--allow-faults'], { cwd })
    const { attempts, requests } = await openRunLog(onlyRun(cwd))
    const planned = Array.from({ length: requests.rows }, (_, row) => row).filter((row) => requests.request[row] >= 0)
    const made = planned.reduce((sum, row) => sum + requests.attempts[row], 0)
    assert.equal(attempts.rows, made, stderr)
    assert.ok(made > planned.length, stderr)
    const cause = (row: number) => attempts.tables.cause[attempts.cause[row]]
    const retries = Array.from({ length: attempts.rows }, (_, row) => row).filter((row) => cause(row) === 'retry')
    for (const row of retries) assert.notEqual(attempts.tables.replica[attempts.replica[row]], 'replica-1')
    const failed = planned.filter(
      (row) => !['ok', 'truncated'].includes(requests.tables.outcome[requests.outcome[row]]),
    )
    assert.deepEqual(failed, [], 'only a stream that had begun is lost')
  })

  interface Listening {
    port: number
    close(): void
  }

  function listen(server: Server, host: string, port: number): Promise<Listening> {
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, () => {
        cleanups.after(() => server.close())
        resolve({ port: (server.address() as AddressInfo).port, close: () => server.close() })
      })
    })
  }
})

function forward(client: import('node:net').Socket, port: number): void {
  const upstream = connect(port, '127.0.0.1')
  client.on('error', () => upstream.destroy())
  upstream.on('error', () => client.destroy())
  client.pipe(upstream).pipe(client)
}

/** An EndpointSlice as kubectl prints it. */
function slice(addresses: readonly string[]): object {
  return {
    kind: 'EndpointSlice',
    metadata: { name: 'vllm-1', uid: 'u', resourceVersion: '1' },
    addressType: 'IPv4',
    endpoints: addresses.map((address, i) => ({
      addresses: [address],
      conditions: { ready: true },
      targetRef: { kind: 'Pod', name: `pod-${i}`, uid: `uid-${i}` },
    })),
    ports: [{ port: 8000 }],
  }
}

/** Requests by replica. */
function namesOf({ requests }: Awaited<ReturnType<typeof openRunLog>>): Map<string, number> {
  const names = new Map<string, number>()
  for (let row = 0; row < requests.rows; row++) {
    const name = requests.tables.replica[requests.replica[row]]
    names.set(name, (names.get(name) ?? 0) + 1)
  }
  return names
}
