import assert from 'node:assert/strict'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { describe, type TestContext, test } from 'node:test'
import { openRunLog, type RunLog } from '../../src/log/reader.ts'
import type { Outcome } from '../../src/model/outcome.ts'
import { portState } from '../../src/run/faults/port-state.ts'
import { type Started, scratch, start } from '../e2e/cli.ts'
import { assertResult, fleetFor, type Outside, steady, stepsOf, writeFleetScenario } from '../e2e/fleets.ts'
import type { Parts } from '../e2e/scenario.ts'
import { scripted, stream, token, usage } from '../e2e/servers.ts'
import { assertBooksBalance, onlyRun } from '../e2e/stored-run.ts'
import { until } from '../e2e/until.ts'

/** The embedded proxy, for servers that cannot be touched: what it does is what the clients see. */

const PORT_MILLIS = 500
/** A little less than the fault takes. */
const LASTS_NS = 1.9e9

interface Seen {
  outcome: Outcome
  /** From the first byte sent to the first token, NaN where none came. ns */
  ttft: number
}

/** What became of the requests that were sent, and over, while a fault was on, by replica. */
async function suffered(t: TestContext, proxy: unknown, { replicas, ...parts }: Parts & { replicas?: Outside } = {}) {
  const fleet = { replicas: replicas ?? (await fleetFor(t)).replicas }
  const cwd = scratch(t)
  const scenario = writeFleetScenario(cwd, fleet, {
    load: steady('3s'),
    slo: { run: ['failed <= 60%'] },
    rest: { faults: [{ name: 'trouble', proxy, replica: 'replica-1', at: '500ms', for: '2s' }] },
    ...parts,
  })
  const run = start(['run', scenario, '--json', '--quiet', '--allow-faults'], { cwd })
  const ports = await untilProxyListens(run)
  assertResult(await run.ended, 'pass')
  for (const port of ports) assert.equal(await portState('127.0.0.1', port, PORT_MILLIS), 'refuses', `port ${port}`)
  const folder = onlyRun(cwd)
  assertBooksBalance(folder)
  assert.deepEqual(stepsOf(folder).slice(0, 3), ['issued', 'confirmed', 'undone'])
  return seenDuring(await openRunLog(folder))
}

function seenDuring({ requests, events }: RunLog): { hit: Seen[]; other: Seen[] } {
  const instant = (step: string) =>
    events.find((event) => event.kind === 'fault' && event.step === step)?.at ?? Number.NaN
  const rows = Array.from({ length: requests.rows }, (_, row) => row).filter(
    (row) => requests.issued[row] > instant('confirmed') && requests.done[row] < instant('issued') + LASTS_NS,
  )
  const of = (replica: string): Seen[] =>
    rows
      .filter((row) => requests.tables.replica[requests.replica[row]] === replica)
      .map((row) => ({
        outcome: requests.tables.outcome[requests.outcome[row]] as Outcome,
        ttft: requests.first_token[row] - requests.sent[row],
      }))
  return { hit: of('replica-1'), other: of('replica-0') }
}

/** @returns its ports, where the system tells them */
async function untilProxyListens(run: Started): Promise<readonly number[]> {
  if (process.platform !== 'linux') return []
  let ports: number[] = []
  await until(run, 'a proxy listened before both replicas', () => {
    ports = listeningPortsOf(run.child.pid ?? 0)
    return ports.length === 2
  })
  return ports
}

/** `sl local_address rem_address st tx:rx tr:tm retrnsmt uid timeout inode …` */
function listeningPortsOf(pid: number): number[] {
  const inodes = new Set(readdirSync(`/proc/${pid}/fd`).flatMap((fd) => socketAt(`/proc/${pid}/fd/${fd}`)))
  const lines = readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1, -1)
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === '0A' && inodes.has(fields[9]))
    .map((fields) => Number.parseInt(fields[1].split(':')[1], 16))
}

/** The inode of a socket; none where it is something else, or closed meanwhile. */
function socketAt(link: string): string[] {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(link))?.slice(1) ?? []
  } catch {
    return []
  }
}

const distinct = (seen: readonly Seen[]): string[] => [...new Set(seen.map(({ outcome }) => outcome))].sort()

describe('a proxy before a replica', { concurrency: 2 }, () => {
  test('that delays makes its first tokens late, and no others', async (t) => {
    const { hit, other } = await suffered(t, { delay: '300ms' })
    assert.deepEqual([distinct(hit), distinct(other)], [['ok'], ['ok']])
    for (const { ttft } of hit) assert.ok(ttft >= 0.29e9, `${ttft} ns`)
    assert.ok(
      other.some(({ ttft }) => ttft < 0.29e9),
      'however busy this machine is, it is not always',
    )
  })

  test('that resets resets its requests, and no others', async (t) => {
    const { hit, other } = await suffered(t, 'reset')
    assert.deepEqual([distinct(hit), distinct(other)], [['reset'], ['ok']])
  })

  test('that swallows everything lets its requests run into their timer, and no others', async (t) => {
    const timeouts = { connect: '5s', headers: '1s', firstToken: '5s', gap: '5s', total: '10s' }
    const { hit, other } = await suffered(t, 'black-hole', { request: { timeouts } })
    assert.deepEqual([distinct(hit), distinct(other)], [['timeout_first'], ['ok']])
  })

  test('that refuses refuses its new connections, and no others', async (t) => {
    const replicas = await Promise.all(
      ['replica-0', 'replica-1'].map(async (name) => ({ name, url: await closing(t) })),
    )
    // So few connections are opened ahead.
    const load = { ...steady('3s'), cap: 4 }
    const { hit, other } = await suffered(t, 'refuse', {
      load,
      replicas,
      dataset: { synthetic: { count: 8, input: 16, output: 2 } },
    })
    assert.deepEqual([distinct(hit), distinct(other)], [['connect'], ['ok']])
  })
})

/** A server that closes each connection after one answer. */
function closing(t: TestContext): Promise<string> {
  const answer = stream([token('a'), token('b', 'stop'), usage(2), '[DONE]']).replace(
    '\r\n',
    '\r\nconnection: close\r\n',
  )
  return scripted(t, async (peer) => {
    if ((await peer.request()) === undefined) return
    peer.write(answer)
    peer.fin()
  })
}
