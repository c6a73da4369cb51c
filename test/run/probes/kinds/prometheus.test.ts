import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { fromSeconds, nanos } from '../../../../src/base/nanos.ts'
import { openMeter } from '../../../../src/run/probes/kinds/index.ts'
import type { Meter, MeterSample } from '../../../../src/run/probes/meter.ts'
import { ClockOffset } from '../../../../src/run/probes/prometheus/clock-offset.ts'
import { namedQuery, stepFor } from '../../../../src/run/probes/prometheus/query.ts'
import { type MeterServer, serve, silent, text } from '../meter-server.ts'
import { common, never, TestWorld, ZERO } from '../world.ts'

const zero = ZERO / 1000

/** A Prometheus with one exporter: `samples` are what it scraped, by its own clock in seconds since our zero. */
class FakePrometheus {
  samples: [number, string][] = []
  metric: { [label: string]: string } = {
    __name__: 'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION',
    UUID: 'GPU-a',
    instance: 'n:9400',
  }
  server!: MeterServer

  async start(context: TestContext): Promise<this> {
    this.server = await serve((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://x')
      const query = searchParams.get('query') ?? ''
      const body = pathname.endsWith('query_range')
        ? this.#range(searchParams)
        : this.#instant(query, searchParams.get('time'))
      response.setHeader('date', '')
      response.end(JSON.stringify({ status: 'success', data: body }))
    }, context)
    return this
  }

  #instant(query: string, time: string | null) {
    const window = /\[(\d+)ms\]$/.exec(query)
    if (window !== null) {
      const end = Number(time)
      const from = end - Number(window[1]) / 1000
      const values = this.samples
        .map(([at, value]) => [zero + at, value])
        .filter(([at]) => Number(at) > from && Number(at) <= end)
      return { resultType: 'matrix', result: [{ metric: this.metric, values }] }
    }
    const [at, value] = this.samples.at(-1) ?? [0, 'NaN']
    const { __name__: _, ...others } = this.metric
    return query.startsWith('timestamp(')
      ? { resultType: 'vector', result: [{ metric: others, value: [zero + 99, String(zero + at)] }] }
      : {
          resultType: 'vector',
          result: [{ metric: query.includes('sum') ? {} : this.metric, value: [zero + 99, value] }],
        }
  }

  #range(parameters: URLSearchParams) {
    const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(parameters.get(name)))
    const values = Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, i) => [start + i * step, '100'])
    return { resultType: 'matrix', result: [{ metric: {}, values }] }
  }
}

async function meterOf(
  context: TestContext,
  url: string,
  queries: { [name: string]: string },
  world = new TestWorld(),
) {
  const meter = await openMeter({ ...common, kind: 'prometheus', url, headers: {}, queries }, world)
  context.after(() => meter.close())
  return meter
}

const read = (meter: Meter): Promise<MeterSample> => meter.read?.(never()) ?? assert.fail()
const recall = (meter: Meter, seconds: number): Promise<MeterSample> =>
  meter.recall?.({ from: nanos(0), to: fromSeconds(seconds) }, never()) ?? assert.fail()

const points = ({ values }: MeterSample) => values.map(({ at, value }) => [(at ?? Number.NaN) / 1e9, value])

describe('probe of kind prometheus', () => {
  test('a sample has the instant at which it was scraped, and one that is repeated is none', async (context) => {
    const prometheus = await new FakePrometheus().start(context)
    const meter = await meterOf(context, prometheus.server.url, { energy: 'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION' })
    prometheus.samples = [[2, '5000']]
    assert.deepEqual(points(await read(meter)), [[2, 5]])
    assert.deepEqual(points(await read(meter)), [])
    prometheus.samples.push([17, '9000'])
    assert.deepEqual(points(await read(meter)), [[17, 9]])
  })

  test('a metric that is known comes in the log’s unit and labels, unless told otherwise', async (context) => {
    const prometheus = await new FakePrometheus().start(context)
    prometheus.samples = [[2, '5000']]
    const selector = 'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION'
    const { values } = await read(
      await meterOf(context, prometheus.server.url, { 'energy{scope="node"}': selector, mine: selector }),
    )
    const labels = { UUID: 'GPU-a', instance: 'n:9400', device: 'GPU-a' }
    assert.deepEqual(
      values.map(({ at, ...value }) => value),
      [
        { name: 'energy', labels: { ...labels, scope: 'node' }, value: 5 },
        { name: 'mine', labels, value: 5000 },
      ],
    )
  })

  test('after the run come the samples that lay between two reads, and no other twice', async (context) => {
    const prometheus = await new FakePrometheus().start(context)
    const meter = await meterOf(context, prometheus.server.url, { energy: 'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION' })
    prometheus.samples = [[-3, '1000']]
    await read(meter)
    prometheus.samples.push([2, '5000'], [7, '9000'], [12, '13000'], [5000, '14000'])
    assert.deepEqual(points(await recall(meter, 4000)), [
      [2, 5],
      [7, 9],
      [12, 13],
    ])
    const [, , ...pieces] = prometheus.server.asked.map((asked) => new URL(asked, 'http://x').searchParams)
    assert.deepEqual(
      pieces.map((asked) => [asked.get('query')?.replace(/^.*\[/, '['), Number(asked.get('time')) - zero]),
      [
        ['[1800000ms]', 1740],
        ['[1800000ms]', 3540],
        ['[460000ms]', 4000],
      ],
    )
  })

  test('what is read before the run counts as not read', async (context) => {
    const prometheus = await new FakePrometheus().start(context)
    const world = new TestWorld()
    const meter = await meterOf(
      context,
      prometheus.server.url,
      { energy: 'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION' },
      world,
    )
    prometheus.samples = [[-1, '1000']]
    world.at = null
    await read(meter)
    world.at = nanos(0)
    assert.deepEqual(points(await read(meter)), [[-1, 1]])
  })

  test('an expression is read as it comes, and afterwards only where no read was', async (context) => {
    const prometheus = await new FakePrometheus().start(context)
    const world = new TestWorld()
    const meter = await meterOf(context, prometheus.server.url, { power: 'sum(watts)' }, world)
    prometheus.samples = [[2, '300']]
    for (const second of [0, 1, 3]) {
      world.at = fromSeconds(second + 0.004)
      assert.deepEqual((await read(meter)).values, [{ name: 'power', labels: {}, value: 300 }])
    }
    assert.deepEqual(points(await recall(meter, 5)), [
      [2, 100],
      [4, 100],
      [5, 100],
    ])
  })

  test('values are text and may be no number', async (context) => {
    const result = [
      { metric: { a: '1' }, value: [1, 'NaN'] },
      { metric: { a: '2' }, value: [1, '+Inf'] },
      { metric: { a: '3' }, value: [1, '1e3'] },
      { metric: null, value: null },
    ]
    const server = await serve(
      text(JSON.stringify({ status: 'success', data: { resultType: 'vector', result } })),
      context,
    )
    const meter = await meterOf(context, server.url, { power: 'sum by (a) (watts)' })
    assert.deepEqual((await read(meter)).values, [{ name: 'power', labels: { a: '3' }, value: 1000 }])
    server.answer = text('{"status":"success","data":{"resultType":"scalar","result":[1,"42"]}}')
    assert.deepEqual((await read(meter)).values, [{ name: 'power', labels: {}, value: 42 }])
  })

  test('its errors are told with the query, its warnings once', async (context) => {
    const error = '{"status":"error","errorType":"bad_data","error":"parse error at char 4"}'
    const server = await serve(text(error, 400), context)
    const meter = await meterOf(context, server.url, { power: 'sum(' })
    await assert.rejects(read(meter), /refuses "sum\(" \(bad_data: parse error at char 4\)/)
    server.answer = text('upstream down', 503)
    await assert.rejects(read(meter), /HTTP 503: upstream down/)
    server.answer = text('hello')
    await assert.rejects(read(meter), /does not answer as Prometheus does/)
    server.answer = text('{"status":"success","warnings":["slow"],"data":{"resultType":"vector","result":[]}}')
    assert.match((await read(meter)).notes?.[0] ?? '', /warns: slow/)
    assert.deepEqual((await read(meter)).notes, [])
  })

  test('an answer of megabytes is not read while the run goes on', async (context) => {
    const server = await serve(text(Buffer.alloc(2 ** 21, ' ')), context)
    await assert.rejects(read(await meterOf(context, server.url, { power: 'watts' })), { code: 'probe.too-big' })
  })

  test('how far its clock is off is told, and its instants are shifted by that', async (context) => {
    const ahead = 90_000
    const server = await serve((_, response) => {
      response.setHeader('date', new Date(Date.now() + ahead).toUTCString())
      response.end(
        JSON.stringify({
          status: 'success',
          data: { resultType: 'vector', result: [{ metric: {}, value: [0, String(zero + 100)] }] },
        }),
      )
    }, context)
    const meter = await meterOf(context, server.url, { power: 'watts' })
    const [{ at }] = (await read(meter)).values
    assert.ok(Math.abs((at ?? 0) / 1e9 - 10) < 1.5, `${at}`)
    const { values, notes } = await recall(meter, 5)
    const offset = values.find(({ name }) => name === 'clock.offset')
    assert.ok(Math.abs((offset?.value ?? 0) - 90) <= 1)
    assert.match(notes?.at(-1) ?? '', /ahead of ours; its instants were shifted/)
  })

  test('a server that is not there when the run is over is a failure', async (context) => {
    const server = await serve(silent, context)
    const meter = await meterOf(context, server.url, { power: 'watts' })
    await server.close()
    await assert.rejects(recall(meter, 5), { code: 'probe.unreachable' })
  })
})

describe('a clock known by Date headers', () => {
  const date = (millis: number): string => new Date(millis).toUTCString()

  test('several answers at different parts of the second close in on it', () => {
    const offset = new ClockOffset()
    const ahead = 2300
    for (const at of [0, 137, 291, 695, 699, 702, 950]) {
      const sent = ZERO + at
      offset.add(date(Math.floor((sent + 1 + ahead) / 1000) * 1000), sent, sent + 2)
    }
    const { least, most } = offset.bounds ?? assert.fail()
    assert.ok(least <= ahead && ahead <= most && most - least < 10, `${least} to ${most}`)
    assert.equal(offset.correction, (least + most) / 2)
  })

  test('clocks that may agree are not corrected', () => {
    const offset = new ClockOffset()
    offset.add(date(ZERO), ZERO + 400, ZERO + 402)
    assert.deepEqual([offset.bounds, offset.correction], [{ least: -402, most: 600 }, 0])
  })

  test('a step begins anew, and a missing or broken header tells nothing', () => {
    const offset = new ClockOffset()
    for (const none of [null, 'soon']) offset.add(none, ZERO, ZERO)
    assert.equal(offset.bounds, null)
    offset.add(date(ZERO + 60_000), ZERO, ZERO)
    offset.add(date(ZERO), ZERO, ZERO)
    assert.deepEqual(offset.bounds, { least: 0, most: 1000 })
  })
})

describe('queries', () => {
  test('selectors are told from expressions', () => {
    const selectors = ['up', ' a:b ', 'm{l="x}y", n=~\'z{\'}', '{__name__="m"}']
    const expressions = ['sum(up)', 'up + up', 'rate(up[5m])', 'up offset 5m', 'm{l="x"} * 2', '3', '']
    for (const text of selectors) assert.ok(namedQuery('power', text).isSelector, text)
    for (const text of expressions) assert.ok(!namedQuery('power', text).isSelector, text)
  })

  test('no more than 11 000 points are asked for', () => {
    assert.equal(stepFor(600, 1), 1)
    for (const span of [10_999, 11_000, 36_000, 86_400]) {
      const step = stepFor(span, 0.25)
      assert.ok(Math.floor(span / step) + 1 <= 11_000, `${span} in steps of ${step}`)
      assert.equal(step % 0.25, 0)
    }
  })
})
