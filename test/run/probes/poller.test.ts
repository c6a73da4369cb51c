import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import pLimit from 'p-limit'
import { fromSeconds, type Nanos, nanos } from '../../../src/base/nanos.ts'
import type { Reading, RunEvent } from '../../../src/model/run-log.ts'
import type { Meter, MeterSample } from '../../../src/run/probes/meter.ts'
import { Poller } from '../../../src/run/probes/poller.ts'
import { probeFailure } from '../../../src/run/probes/probe-failure.ts'

type Read = (signal: AbortSignal) => Promise<MeterSample>

const power = (value: number): MeterSample => ({
  values: [{ name: 'power', labels: { device: '0' }, value }],
  bytes: 9,
})

/** A poller on virtual time: reads are scripted, time passes only when told to. */
class Bench {
  readonly readings: Reading[] = []
  readonly events: RunEvent[] = []
  readonly poller: Poller
  millis = 0
  reads = 0
  closed = 0
  read: Read = async () => power(300)
  readonly #timers: TestContext['mock']['timers']

  constructor(
    context: TestContext,
    { every = 1, recall = null as Meter['recall'], replica = 'r1' as string | null } = {},
  ) {
    this.#timers = context.mock.timers
    this.#timers.enable({ apis: ['setTimeout'] })
    const meter: Meter = {
      what: 'meter',
      read: (signal) => {
        this.reads++
        return this.read(signal)
      },
      recall,
      close: async () => {
        this.closed++
      },
    }
    const times = { every: fromSeconds(every), timeout: fromSeconds(2) }
    const options = {
      source: 'gpus',
      title: 'probe "gpus"',
      replica,
      redact: (text: string) => text.replaceAll('sesame', '…'),
      ...times,
    }
    this.poller = new Poller(meter, options, {
      now: () => this.now(),
      reading: (reading) => this.readings.push(reading),
      event: (event) => this.events.push(event),
      limit: pLimit(2),
    })
  }

  now(): Nanos {
    return nanos(this.millis * 1e6)
  }

  async pass(millis: number): Promise<void> {
    for (let i = 0; i < millis; i += 10) {
      this.millis += 10
      this.#timers.tick(10)
      await settled()
    }
  }

  /** A read that takes so long. */
  takes(millis: number): Read {
    return async () => {
      this.millis += millis
      return power(300)
    }
  }

  of(name: string): Reading[] {
    return this.readings.filter((reading) => reading.name === name)
  }

  get notes(): string[] {
    return this.events.map((event) => (event.kind === 'note' ? `${event.at / 1e9} ${event.id}: ${event.text}` : ''))
  }
}

async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve()
}

const seconds = (readings: readonly Reading[]): number[] => readings.map(({ at }) => at / 1e9)

describe('a poller', () => {
  test('reads at zero, at every multiple of its interval, and at the end', async (context) => {
    const bench = new Bench(context)
    bench.poller.begin()
    await settled()
    await bench.pass(2500)
    await bench.poller.finish()
    assert.deepEqual(seconds(bench.of('power')), [0, 1, 2, 2.5])
    assert.equal(bench.closed, 1)
    await bench.pass(3000)
    assert.equal(bench.reads, 4)
  })

  test('stamps a value with the middle of its read, and what it cost beside it', async (context) => {
    const bench = new Bench(context)
    bench.read = bench.takes(40)
    bench.poller.begin()
    await settled()
    const labels = { replica: 'r1' }
    assert.deepEqual(bench.readings, [
      { at: 20e6, source: 'gpus', name: 'power', value: 300, labels: { device: '0', ...labels } },
      { at: 20e6, source: 'gpus', name: 'scrape.duration', value: 0.04, labels },
      { at: 20e6, source: 'gpus', name: 'scrape.bytes', value: 9, labels },
    ])
  })

  test('leaves a meter’s own stamps, and what is about another server, as they are', async (context) => {
    const bench = new Bench(context)
    bench.read = async () => ({
      values: [{ name: 'requests.running', labels: { server: 'http://b' }, value: 3, at: nanos(-5) }],
      bytes: 1,
    })
    bench.poller.begin()
    await settled()
    const [{ at, labels }] = bench.readings
    assert.deepEqual({ at, labels }, { at: -5, labels: { server: 'http://b' } })
  })

  test('a meter of nobody has no replica', async (context) => {
    const bench = new Bench(context, { replica: null })
    bench.poller.begin()
    await settled()
    assert.deepEqual(
      bench.readings.map(({ labels }) => labels),
      [{ device: '0' }, undefined, undefined],
    )
  })

  test('never reads twice at once: ticks meanwhile are skipped and counted', async (context) => {
    const bench = new Bench(context)
    const { promise, resolve } = Promise.withResolvers<MeterSample>()
    bench.read = () => promise
    bench.poller.begin()
    await bench.pass(1900)
    assert.equal(bench.reads, 1)
    resolve(power(1))
    bench.read = async () => power(2)
    await bench.pass(1000)
    await bench.poller.finish()
    assert.equal(bench.reads, 3)
    assert.ok(
      bench.notes.includes('2.9 probe-skipped: probe "gpus": 1 reads were left out, as one was still under way'),
    )
  })

  test('a row of failures is told of when it begins and when it is over, without secrets', async (context) => {
    const bench = new Bench(context)
    bench.poller.begin()
    await settled()
    bench.read = async () => {
      throw probeFailure('refused', 'HTTP 503: key sesame is wrong')
    }
    await bench.pass(3000)
    bench.read = async () => power(5)
    await bench.pass(1000)
    assert.deepEqual(bench.notes, [
      '1 probe-failed: probe "gpus": HTTP 503: key … is wrong',
      '4 probe-recovered: probe "gpus": can be read again',
    ])
    assert.deepEqual(seconds(bench.of('scrape.failed')), [1, 2, 3])
    assert.deepEqual(seconds(bench.of('power')), [0, 4])
  })

  test('a read that takes too long is given up, and the next one is on time', async (context) => {
    const bench = new Bench(context, { every: 5 })
    bench.read = (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    bench.poller.begin()
    await settled()
    await bench.pass(3000)
    bench.read = async () => power(5)
    await bench.pass(2000)
    assert.deepEqual(bench.notes, [
      '2 probe-failed: probe "gpus": meter gave nothing within 2s',
      '5 probe-recovered: probe "gpus": can be read again',
    ])
  })

  test('what is no Failure does not end the run either', async (context) => {
    const bench = new Bench(context)
    bench.read = async () => {
      throw new TypeError('oops')
    }
    bench.poller.begin()
    await settled()
    await bench.pass(1000)
    await bench.poller.finish()
    assert.deepEqual(bench.notes, ['0 probe-failed: probe "gpus": oops'])
  })

  test('over the budget three times in a row, its interval doubles and it says so', async (context) => {
    const bench = new Bench(context)
    bench.read = bench.takes(110)
    bench.poller.begin()
    await settled()
    await bench.pass(2000)
    bench.read = bench.takes(90)
    await bench.pass(6000)
    const [note] = bench.notes
    assert.match(note, /probe-slow: probe "gpus": a read takes 110 ms: from here on one every 2s$/)
    assert.equal(bench.notes.length, 1)
    const late = seconds(bench.of('power')).filter((at) => at > 3.5)
    assert.ok(late.length >= 2)
    for (let i = 1; i < late.length; i++) assert.ok(late[i] - late[i - 1] > 1.5, late.join())
  })

  test('slow reads that are not in a row, and failed ones, change nothing', async (context) => {
    const bench = new Bench(context)
    bench.poller.begin()
    await settled()
    for (const millis of [200, 0, 200, 200, 0]) {
      bench.read = bench.takes(millis)
      await bench.pass(1000)
    }
    bench.read = async () => {
      bench.millis += 500
      throw probeFailure('silent', 'nothing')
    }
    await bench.pass(4000)
    assert.ok(!bench.notes.some((note) => note.includes('probe-slow')))
  })

  test('asks after the run for what the meter kept, and tells when there is nothing to have', async (context) => {
    const windows: unknown[] = []
    const bench = new Bench(context, {
      recall: async (window) => {
        windows.push(window)
        return { values: [{ name: 'power', labels: {}, value: 7, at: nanos(1) }], bytes: 3, notes: ['2 rows'] }
      },
    })
    bench.poller.begin()
    await bench.pass(500)
    await bench.poller.finish()
    assert.deepEqual(windows, [{ from: 0, to: 0.5e9 }])
    assert.equal(bench.readings.at(-1)?.value, 7)
    assert.deepEqual(bench.notes, ['0.5 probe: probe "gpus": 2 rows'])
  })

  test('ends at once when its replica leaves: no last read, no complaint', async (context) => {
    const bench = new Bench(context)
    bench.read = (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    bench.poller.begin()
    await settled()
    await bench.poller.cancel()
    await bench.pass(3000)
    assert.deepEqual([bench.reads, bench.closed, bench.notes], [1, 1, []])
  })

  test('a try leaves nothing in the log', async (context) => {
    const bench = new Bench(context)
    await bench.poller.try()
    assert.deepEqual([bench.reads, bench.readings], [1, []])
    bench.read = async () => {
      throw probeFailure('absent', 'no sesame', 'install it')
    }
    await assert.rejects(bench.poller.try(), {
      code: 'probe.absent',
      message: 'probe "gpus": no …',
      hint: 'install it',
    })
  })
})
