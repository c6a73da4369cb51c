import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { describe, type TestContext, test } from 'node:test'
import { Failure } from '../../../../src/base/failure.ts'
import type { Probe } from '../../../../src/model/probe.ts'
import { openMeter } from '../../../../src/run/probes/kinds/index.ts'
import type { Meter, MeterValue } from '../../../../src/run/probes/meter.ts'
import { metricsUrls } from '../../../../src/run/probes/metrics-urls.ts'
import { fixture } from '../fixture.ts'
import { type MeterServer, serve, silent, text } from '../meter-server.ts'
import { ask, common, never, TestWorld, target } from '../world.ts'

const own: Probe = { ...common, kind: 'metrics', url: null, headers: {} }

async function meterOf(server: MeterServer, context: TestContext, probe: Probe = own): Promise<Meter> {
  const world = new TestWorld()
  world.target = target(server.url)
  const meter = await openMeter(probe, world)
  context.after(() => meter.close())
  return meter
}

const tokens = (count: number): string =>
  `# TYPE vllm:generation_tokens_total counter\nvllm:generation_tokens_total ${count}\n`
const valueIn = (values: readonly MeterValue[], name: string) => values.find((value) => value.name === name)?.value

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  try {
    await promise
  } catch (error) {
    assert.ok(error instanceof Failure, String(error))
    return error
  }
  assert.fail('it gave something')
}

describe('probe of kind metrics', () => {
  test('reads a real scrape of vLLM over one connection, however often', async (context) => {
    const server = await serve(text(fixture('vllm')), context)
    const meter = await meterOf(server, context)
    for (let i = 0; i < 4; i++) assert.equal(valueIn((await ask(meter, never())).values, 'tokens.output'), 276)
    assert.equal(server.connections, 1)
    assert.deepEqual(server.asked, ['/metrics', '/metrics', '/metrics', '/metrics'])
  })

  test('asks for no compression, and brings the target’s and its own headers', async (context) => {
    const heard: unknown[] = []
    const server = await serve((request, response) => {
      const { 'accept-encoding': encoding, authorization, 'x-org': org } = request.headers
      heard.push({ encoding, authorization, org })
      response.end(tokens(1))
    }, context)
    const world = new TestWorld()
    world.target = target(server.url, { authorization: 'Bearer sesame', headers: { 'x-org': 'a' } })
    const meter = await openMeter({ ...own, headers: { 'x-org': 'b' } }, world)
    context.after(() => meter.close())
    await ask(meter, never())
    assert.deepEqual(heard, [{ encoding: 'identity', authorization: 'Bearer sesame', org: 'b' }])
  })

  test('a value that freezes, jumps back, wraps or starts anew is given as it was read', async (context) => {
    const server = await serve(silent, context)
    const meter = await meterOf(server, context)
    const seen: unknown[] = []
    for (const count of [100, 100, 90, 0, 5, 2 ** 53]) {
      server.answer = text(tokens(count))
      seen.push(valueIn((await ask(meter, never())).values, 'tokens.output'))
    }
    assert.deepEqual(seen, [100, 100, 90, 0, 5, 2 ** 53])
  })

  test('a series that goes missing has no value, and comes back', async (context) => {
    const server = await serve(text(`${tokens(3)}vllm:num_requests_running 2\n`), context)
    const meter = await meterOf(server, context)
    assert.equal(valueIn((await ask(meter, never())).values, 'requests.running'), 2)
    server.answer = text(tokens(4))
    assert.equal(valueIn((await ask(meter, never())).values, 'requests.running'), undefined)
    server.answer = text('')
    assert.deepEqual((await ask(meter, never())).values, [])
    server.answer = text(`${tokens(5)}vllm:num_requests_running 1\n`)
    assert.equal(valueIn((await ask(meter, never())).values, 'requests.running'), 1)
  })

  test('a server that has announced its metrics but has none yet is known', async (context) => {
    const server = await serve(text('# TYPE sglang:num_running_reqs gauge\n'), context)
    assert.deepEqual((await ask(await meterOf(server, context), never())).values, [])
  })

  test('a page without any known metric is refused, with the servers that are known', async (context) => {
    const server = await serve(text(fixture('mlserver')), context)
    const failure = await failureOf(ask(await meterOf(server, context), never()))
    assert.equal(failure.code, 'probe.unknown')
    assert.match(failure.hint ?? '', /vLLM/)
  })

  test('an error status says what the server said and where metrics may be', async (context) => {
    const server = await serve(text('{"detail":"Not Found"}', 404), context)
    const failure = await failureOf(ask(await meterOf(server, context), never()))
    assert.equal(failure.code, 'probe.refused')
    assert.match(failure.message, /\/metrics answers HTTP 404: \{"detail":"Not Found"\}/)
    assert.match(failure.hint ?? '', /8002/)
  })

  test('half a body is a failure, and so is one cut within chunks', async (context) => {
    const cuts: ((response: ServerResponse) => void)[] = [
      (response) => response.writeHead(200, { 'content-length': 1000 }).write(tokens(1)),
      (response) => response.writeHead(200).write(tokens(1)),
    ]
    for (const cut of cuts) {
      const server = await serve((_, response) => {
        cut(response)
        setImmediate(() => response.destroy())
      }, context)
      const failure = await failureOf(ask(await meterOf(server, context), never()))
      assert.match(failure.message, /ended its answer after \d+ bytes/)
    }
  })

  test('a gigantic body is left after 8 MiB', async (context) => {
    const piece = Buffer.alloc(2 ** 20, 'x 1\n')
    let sent = 0
    const server = await serve((_, response) => {
      const more = (): void => {
        while (sent < 64 && response.write(piece)) sent++
      }
      response.on('drain', more)
      more()
    }, context)
    const failure = await failureOf(ask(await meterOf(server, context), never()))
    assert.equal(failure.code, 'probe.too-big')
    assert.ok(sent < 64)
  })

  test('bytes that are no UTF-8 cost only their own line, and are told of once', async (context) => {
    const body = Buffer.concat([
      Buffer.from(tokens(7)),
      Buffer.from([0xff, 0xfe, 0x00, 0x31, 0x0a]),
      Buffer.from('vllm:num_requests_running{model_name="\xe4\xff"} 3\n', 'latin1'),
    ])
    const server = await serve(text(body), context)
    const meter = await meterOf(server, context)
    const { values, notes } = await ask(meter, never())
    assert.deepEqual([valueIn(values, 'tokens.output'), valueIn(values, 'requests.running')], [7, 3])
    assert.match(notes?.[0] ?? '', /1 lines are no Prometheus text/)
    assert.deepEqual((await ask(meter, never())).notes, [])
  })

  test('compressed answers that nobody asked for, and JSON, are refused', async (context) => {
    const server = await serve(text('x', 200, { 'content-encoding': 'gzip' }), context)
    const meter = await meterOf(server, context)
    assert.match((await failureOf(ask(meter, never()))).message, /gzip/)
    server.answer = text('[{"iter":1}]')
    assert.match((await failureOf(ask(meter, never()))).message, /JSON/)
  })

  test('a server that falls silent is left when the time is over', async (context) => {
    const over = new Failure('probe.silent', 'over', { exit: 4 })
    const stop = new AbortController()
    const server = await serve(() => stop.abort(over), context)
    assert.equal(await failureOf(ask(await meterOf(server, context), stop.signal)), over)
  })

  test('a kept connection that the server closed meanwhile is replaced by another', async (context) => {
    let requests = 0
    const server = await serve((request, response) => {
      if (++requests === 2) request.socket.resetAndDestroy()
      else response.end(tokens(requests))
    }, context)
    const meter = await meterOf(server, context)
    await ask(meter, never())
    assert.equal(valueIn((await ask(meter, never())).values, 'tokens.output'), 3)
  })

  test('metrics that lie elsewhere are found by the first read, and only there from then on', async (context) => {
    const server = await serve((request, response) => {
      if (request.url === '/prometheus/metrics') response.end(fixture('trtllm-serve'))
      else response.end('[]')
    }, context)
    const meter = await meterOf(server, context)
    for (let i = 0; i < 2; i++) assert.equal(valueIn((await ask(meter, never())).values, 'requests.running'), 8)
    assert.deepEqual(server.asked, ['/metrics', '/prometheus/metrics', '/prometheus/metrics'])
    assert.match(meter.what, /\/prometheus\/metrics$/)
  })

  test('Triton’s are looked for on the port beside, a base path first where there is one', () => {
    const origin = 'http://10.0.0.1:8000'
    assert.deepEqual(metricsUrls({ url: origin, protocol: 'triton-generate' }), [
      `${origin}/metrics`,
      'http://10.0.0.1:8002/metrics',
    ])
    assert.deepEqual(metricsUrls({ url: `${origin}/a/`, protocol: 'openai-chat' }), [
      `${origin}/a/metrics`,
      `${origin}/metrics`,
      `${origin}/prometheus/metrics`,
    ])
    assert.deepEqual(metricsUrls({ url: 'http://[::1]/', protocol: 'kserve-infer' }), [
      'http://[::1]/metrics',
      'http://[::1]:82/metrics',
    ])
  })
})
