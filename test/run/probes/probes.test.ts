import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { describe, type TestContext, test } from 'node:test'
import { Failure } from '../../../src/base/failure.ts'
import { fromSeconds, nanos } from '../../../src/base/nanos.ts'
import type { Probe } from '../../../src/model/probe.ts'
import type { Reading, RunEvent } from '../../../src/model/run-log.ts'
import type { ProbeTarget } from '../../../src/run/probes/meter.ts'
import { openProbes, type ProbeSet } from '../../../src/run/probes/probes.ts'
import { fixture } from './fixture.ts'
import { closedUrl, serve, silent, text } from './meter-server.ts'
import { target, ZERO } from './world.ts'

/** So rare that only the reads at zero and at the end happen within a test. */
const rare = { every: fromSeconds(3600), timeout: fromSeconds(5) }
const servers: Probe = { ...rare, name: 'servers', kind: 'metrics', url: null, headers: {} }
const pdu: Probe = { ...rare, name: 'pdu', kind: 'command', argv: ['echo', 'power{device="pdu",scope="node"} 400'] }

class Log {
  readonly readings: Reading[] = []
  readonly events: RunEvent[] = []

  open(probes: readonly Probe[], targets: readonly ProbeTarget[]): Promise<ProbeSet> {
    let now = 0
    return openProbes({
      probes,
      targets,
      now: () => nanos(++now * 1e6),
      wallZero: () => ZERO,
      reading: (reading) => this.readings.push(reading),
      event: (event) => this.events.push(event),
    })
  }

  of(name: string): [string, number][] {
    return this.readings.filter((one) => one.name === name).map(({ labels, value }) => [labels?.replica ?? '', value])
  }
}

const running = (count: number) => text(`vllm:num_requests_running ${count}\n`)
const named = (name: string, url: string): ProbeTarget => ({ ...target(url), name })

async function replica(context: TestContext, count: number) {
  return serve(running(count), context)
}

describe('the probes of a run', () => {
  test('each target’s metrics are kept apart by its name, and other meters by theirs', async (context) => {
    const [a, b] = [await replica(context, 1), await replica(context, 2)]
    const log = new Log()
    const probes = await log.open([servers, pdu], [named('a', a.url), named('b', b.url)])
    assert.deepEqual(log.readings, [])
    assert.deepEqual([a.asked.length, b.asked.length], [1, 1])

    probes.start()
    a.answer = running(5)
    await probes.stop()
    assert.deepEqual(
      log.of('requests.running').sort(),
      [
        ['a', 5],
        ['a', 5],
        ['b', 2],
        ['b', 2],
      ].sort(),
    )
    assert.deepEqual(log.of('power'), [
      ['', 400],
      ['', 400],
    ])
    assert.deepEqual(new Set(log.readings.map(({ source }) => source)), new Set(['servers', 'pdu']))
    assert.equal(log.of('scrape.bytes').length, 6)
    assert.deepEqual(log.events, [])
  })

  test('one that cannot work fails before the load, named and with a way out; the others are closed', async (context) => {
    const a = await replica(context, 1)
    const nowhere: Probe = { ...rare, name: 'smi', kind: 'nvidia-smi', argv: ['/nowhere/nvidia-smi'] }
    await assert.rejects(new Log().open([servers, nowhere], [named('a', a.url)]), (error) => {
      assert.ok(error instanceof Failure)
      assert.match(error.message, /^probe "smi": no program "\/nowhere\/nvidia-smi"/)
      assert.deepEqual([error.code, error.exit], ['probe.absent', 2])
      return true
    })
  })

  test('a target that does not answer, or has no metrics, fails before the load', async (context) => {
    await assert.rejects(new Log().open([servers], [named('a', await closedUrl())]), {
      code: 'probe.unreachable',
      exit: 4,
      message: /^probe "servers" of a: /,
    })
    const bare = await serve(text('no', 404), context)
    await assert.rejects(new Log().open([servers], [named('a', bare.url)]), { code: 'probe.refused', exit: 2 })
    const quick: Probe = { ...servers, timeout: fromSeconds(0.05) }
    const deaf = await serve(silent, context)
    await assert.rejects(new Log().open([quick], [named('a', deaf.url)]), { code: 'probe.silent' })
  })

  test('a secret never leaves in a failure or a note', async (context) => {
    const echo = await serve((request, response) => {
      response.writeHead(403).end(`no: ${request.headers.authorization} ${request.headers['x-key']}`)
    }, context)
    const access = { authorization: 'Bearer open-sesame', headers: {}, tls: null }
    const probe: Probe = { ...servers, headers: { 'x-key': 'abracadabra' } }
    await assert.rejects(new Log().open([probe], [{ ...named('a', echo.url), access }]), (error) => {
      assert.match(String(error), /no: \[secret\] \[secret\]/)
      return true
    })
  })

  test('a replica that comes is read, one that leaves no more', async (context) => {
    const [a, b] = [await replica(context, 1), await replica(context, 2)]
    const log = new Log()
    const probes = await log.open([servers, pdu], [named('a', a.url)])
    probes.start()
    probes.join(named('b', b.url))
    probes.join(named('b', b.url))
    await until(() => log.of('requests.running').some(([name]) => name === 'b'))
    probes.leave('a')
    probes.leave('nobody')
    const before = a.asked.length
    await probes.stop()
    assert.equal(a.asked.length, before)
    assert.deepEqual(
      log.of('requests.running').filter(([name]) => name === 'b'),
      [
        ['b', 2],
        ['b', 2],
      ],
    )
    assert.deepEqual(log.events, [])
  })

  test('a replica that comes without answering is a note, not an end', async (context) => {
    const a = await replica(context, 1)
    const log = new Log()
    const probes = await log.open([servers], [named('a', a.url)])
    probes.start()
    probes.join(named('b', await closedUrl()))
    await until(() => log.events.length > 0)
    await probes.stop()
    const [note] = log.events
    assert.ok(note.kind === 'note' && note.id === 'probe-failed' && note.text.startsWith('probe "servers" of b: '))
    assert.ok(log.of('scrape.failed').every(([name]) => name === 'b'))
  })

  test('one that leaves before it was read at all is never read', async (context) => {
    const b = await replica(context, 2)
    const log = new Log()
    const probes = await log.open([servers], [])
    probes.start()
    probes.join(named('b', b.url))
    probes.leave('b')
    await probes.stop()
    assert.deepEqual([b.asked, log.readings], [[], []])
  })

  test('a server that was restarted is read as it is: its counters start anew', async (context) => {
    const server = await serve(text(fixture('vllm')), context)
    const log = new Log()
    const probes = await log.open([servers], [named('a', server.url)])
    probes.start()
    await until(() => log.of('tokens.output').length === 1)
    server.answer = text('# TYPE vllm:generation_tokens_total counter\nvllm:generation_tokens_total 3\n')
    await probes.stop()
    assert.deepEqual(log.of('tokens.output'), [
      ['a', 276],
      ['a', 3],
    ])
    assert.equal(log.of('requests.running').length, 1)
  })

  test('stopped before it began, it closes and writes nothing', async (context) => {
    const a = await replica(context, 1)
    const log = new Log()
    const probes = await log.open([servers, pdu], [named('a', a.url)])
    await probes.stop()
    assert.deepEqual([log.readings, a.asked.length], [[], 1])
  })

  test('at most eight are read at once', async (context) => {
    const held: ServerResponse[] = []
    let most = 0
    const server = await serve((_, response) => {
      held.push(response)
      most = Math.max(most, held.length)
      if (held.length === 8)
        void rounds(50).then(() => held.splice(0).map((one) => one.end('vllm:num_requests_running 1\n')))
    }, context)
    const targets = Array.from({ length: 24 }, (_, i) => named(`r${i}`, server.url))
    const probes = await new Log().open([servers], targets)
    await probes.stop()
    assert.equal(most, 8)
  })
})

/** Of the event loop. */
async function rounds(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve))
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await rounds(1)
}
