import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { systemClock } from '../../src/base/clock.ts'
import { nanos } from '../../src/base/nanos.ts'
import type { Batch } from '../../src/log/batch.ts'
import type { RunEvent } from '../../src/model/run-log.ts'
import { newFleetMemory } from '../../src/run/fleet/fleet-memory.ts'
import { openShare } from '../../src/run/open-share.ts'
import type { Member } from '../../src/run/replica.ts'
import { decodeScenario } from '../../src/scenario/decode.ts'
import { simulated } from '../e2e/servers.ts'

interface Row {
  request: number
  replica: string
  issued: number
  outcome: string
}

/** A share of a run against simulated servers, with what it handed on. */
async function opened(t: TestContext, urls: readonly string[], more: object = {}) {
  const scenario = {
    tailgate: 1,
    targets: urls.map((url, i) => ({ name: `r${i}`, url, protocol: 'openai-chat', model: 'sim' })),
    dataset: { synthetic: { count: 8, input: 8, output: 4 } },
    load: { concurrency: 2, queries: 12, warmup: { requests: 2 }, drain: '2s' },
    ...more,
  }
  const resolved = decodeScenario(JSON.stringify(scenario), 'share.json').scenario
  const rows: Row[] = []
  const events: RunEvent[] = []
  const members = resolved.targets.map(memberOf)
  const share = await openShare({
    scenario: resolved,
    baseDir: '.',
    members,
    fleet: newFleetMemory(),
    lane: 0,
    lanes: 1,
    runId: 'tg-share',
    clock: systemClock,
    deliver: (batch) => rows.push(...rowsOf(batch)),
    event: (event) => events.push(event),
    gauges: new Int32Array(new SharedArrayBuffer(8)),
    signal: new AbortController().signal,
  })
  t.after(() => share.close())
  return { share, rows, events, members }
}

const memberOf = (target: Member['target']): Member => ({
  target,
  access: { headers: {}, authorization: null, tls: null },
})

function rowsOf({ requests }: Batch): Row[] {
  const { tables, rows, request, replica, issued, outcome } = requests
  return Array.from({ length: rows }, (_, row) => ({
    request: request[row],
    replica: tables.replica[replica[row]],
    issued: issued[row],
    outcome: tables.outcome[outcome[row]],
  }))
}

describe('a share of a run', () => {
  test('warms every replica up before zero and issues nothing of the plan before it', async (t) => {
    const { share, rows } = await opened(t, [await simulated(t), await simulated(t)])
    await share.start(nanos(systemClock() + 30e6))
    const [before, planned] = [rows.filter(({ request }) => request < 0), rows.filter(({ request }) => request >= 0)]
    assert.deepEqual(before.map(({ replica }) => replica).sort(), ['r0', 'r0', 'r1', 'r1'])
    assert.ok(before.every(({ issued }) => issued < 0))
    assert.equal(planned.length, 12)
    assert.ok(planned.every(({ issued, outcome }) => issued >= 0 && outcome === 'ok'))
  })

  test('chooses by turns, and from a replica that has joined too', async (t) => {
    const [first, second] = [await simulated(t), await simulated(t)]
    const { share, rows, members } = await opened(t, [first])
    await share.join(memberOf({ ...members[0].target, name: 'late', url: second }))
    await share.start(nanos(systemClock() + 30e6))
    const planned = rows.filter(({ request }) => request >= 0)
    for (const { request, replica } of planned) assert.equal(replica, request % 2 === 0 ? 'r0' : 'late')
  })

  test('leaves out a replica whose requests fail, and says so', async (t) => {
    const [good, bad] = [await simulated(t), await simulated(t, [{ kind: 'http-error' }])]
    const { share, rows, events } = await opened(t, [good, bad], {
      fleet: { ejection: { failures: 2, backoff: '60s' } },
      load: { concurrency: 1, queries: 20, warmup: { requests: 0 }, drain: '2s' },
    })
    await share.start(nanos(systemClock() + 30e6))
    assert.equal(rows.filter(({ outcome }) => outcome === 'http_5xx').length, 2)
    const ejected = events.filter((event) => event.kind === 'target')
    assert.deepEqual(
      ejected.map(({ replica, state }) => [replica, state]),
      [['r1', 'ejected']],
    )
  })
})
