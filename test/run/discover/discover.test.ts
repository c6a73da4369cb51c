import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import { Failure } from '../../../src/base/failure.ts'
import { asDiscovered, discover } from '../../../src/run/discover/discover.ts'
import type { DiscoverOptions } from '../../../src/run/discover/discovery.ts'
import { Replica } from '../../../src/sim/replica.ts'
import { resolveReplica } from '../../../src/sim/settings.ts'
import { certificates, serve } from '../transport/scripted-server.ts'
import { answer, recordedServer } from './recorded-server.ts'

const OPTIONS: DiscoverOptions = {
  headers: {},
  authorization: null,
  tls: null,
  model: null,
  protocol: null,
  timeoutMs: 2000,
}
const CHAT = 'POST /v1/chat/completions'
const COMPLETIONS = 'POST /v1/completions'
const MODELS = 'GET /v1/models'
const CHOICES = answer(200, { choices: [{ index: 0, message: { content: 'Hi' } }] })

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function recorded(...args: Parameters<typeof recordedServer>) {
  const server = await recordedServer(...args)
  closing.push(server.close)
  return server
}

async function failureOf(url: string, options: Partial<DiscoverOptions> = {}): Promise<Failure> {
  const error = await discover(url, { ...OPTIONS, ...options }).then(
    () => assert.fail('nothing was refused'),
    (cause: unknown) => cause,
  )
  assert.ok(error instanceof Failure, String(error))
  return error
}

describe('a server that is asked what it is', () => {
  test('is vLLM by its card', async () => {
    const { url } = await recorded(['vllm/models', 'vllm/health', 'vllm/chat'], {
      'GET /version': answer(200, { version: '0.32.0' }),
    })
    const found = await discover(`${url}/v1/`, OPTIONS)
    assert.deepEqual(found, {
      baseUrl: url,
      server: 'vllm',
      version: '0.32.0',
      models: ['tiny'],
      model: 'tiny',
      maxModelLen: 4096,
      protocol: 'openai-chat',
      streams: true,
      inputs: [],
      binary: false,
      ready: true,
    })
    assert.deepEqual(asDiscovered('a', found), {
      name: 'a',
      server: 'vllm',
      version: '0.32.0',
      model: 'tiny',
      maxModelLen: 4096,
    })
  })

  test('is llama.cpp by its card, with the context of a slot rather than that of training', async () => {
    const { url } = await recorded(['llama-cpp/models', 'llama-cpp/health', 'llama-cpp/chat'])
    const { server, model, maxModelLen, ready } = await discover(url, OPTIONS)
    assert.deepEqual([server, model, maxModelLen, ready], ['llama.cpp', 'smollm2', 2048, true])
  })

  test('is Triton, of whose models the one that takes prompts is asked', async () => {
    const { url } = await recorded([
      ...['server-metadata', 'repository-index', 'model-metadata', 'model-config', 'ready'].map(
        (name) => `triton/${name}`,
      ),
    ])
    const { server, version, models, model, protocol, streams, binary, ready } = await discover(url, OPTIONS)
    assert.deepEqual([server, version, model, protocol], ['triton', '2.51.0', 'llm', 'triton-generate-stream'])
    assert.deepEqual([models, streams, binary, ready], [['add', 'identity', 'llm'], true, true, true])
  })

  test('is MLServer, whose models may declare no inputs', async () => {
    const names = ['server-metadata', 'model-metadata', 'ready'].map((name) => `mlserver/${name}`)
    const { url } = await recorded(names)
    const found = await discover(url, { ...OPTIONS, model: 'add' })
    assert.deepEqual([found.server, found.version, found.protocol], ['mlserver', '1.7.1', 'kserve-infer'])
    assert.deepEqual([found.inputs, found.binary], [[], false])
  })

  for (const [server, path, told, facts] of [
    ['tgi', '/info', { model_id: 'm', version: '3.3', max_total_tokens: 2048 }, ['3.3', 2048]],
    ['llama.cpp', '/props', { default_generation_settings: { n_ctx: 512 }, build_info: 'b1' }, ['b1', 512]],
    ['sglang', '/server_info', { model_path: 'm', version: '0.5', internal_states: [] }, ['0.5', null]],
    ['nim', '/v1/metadata', { version: '1.2', modelInfo: [] }, ['1.2', null]],
    ['openai', '/nothing', {}, [null, null]],
  ] as const) {
    test(`is ${server} by what it tells at ${path}`, async () => {
      const { url } = await recorded([], {
        [MODELS]: answer(200, { data: [{ id: 'm', object: 'model', owned_by: 'someone' }] }),
        [`GET ${path}`]: answer(200, told),
        [CHAT]: CHOICES,
      })
      const found = await discover(url, OPTIONS)
      assert.deepEqual([found.server, found.version, found.maxModelLen], [server, ...facts])
    })
  }

  test('is NIM where vLLM’s card comes with NIM’s metadata', async () => {
    const { url } = await recorded(['vllm/models', 'vllm/chat'], {
      'GET /v1/metadata': answer(200, { version: '1.2', modelInfo: [] }),
    })
    assert.equal((await discover(url, OPTIONS)).server, 'nim')
  })

  test('is TGI even when it lists no models', async () => {
    const { url } = await recorded([], { 'GET /info': answer(200, { model_id: 'org/m' }), [CHAT]: CHOICES })
    const found = await discover(url, OPTIONS)
    assert.deepEqual([found.server, found.model], ['tgi', 'org/m'])
  })

  test('is driven by completions where its model has no chat template', async () => {
    const { url } = await recorded(['vllm/models', 'vllm/completion'], {
      [CHAT]: answer(400, { error: { message: 'no chat template' } }),
    })
    assert.equal((await discover(url, OPTIONS)).protocol, 'openai-completions')
  })

  test('is not ready when its health endpoint says so', async () => {
    const { url } = await recorded(['vllm/models', 'vllm/chat'], { 'GET /health': answer(503, '') })
    assert.equal((await discover(url, OPTIONS)).ready, false)
  })

  test('is not ready when its health endpoint says so with a 200', async () => {
    const { url } = await recorded(['mlserver/server-metadata', 'mlserver/model-metadata'], {
      'GET /v2/health/ready': answer(200, { ready: false }),
    })
    assert.equal((await discover(url, { ...OPTIONS, model: 'add' })).ready, false)
  })

  test('is asked for the base model rather than an adapter, and for a named one if told', async () => {
    const cards = [
      { id: 'lora', parent: 'base' },
      { id: 'base', parent: null },
    ]
    const { url } = await recorded([], { [MODELS]: answer(200, { data: cards }), [CHAT]: CHOICES })
    assert.equal((await discover(url, OPTIONS)).model, 'base')
    assert.equal((await discover(url, { ...OPTIONS, model: 'lora' })).model, 'lora')
    const { code, hint } = await failureOf(url, { model: 'other' })
    assert.deepEqual([code, hint], ['target.model', 'it has lora, base'])
  })
})

describe('a simulated replica', () => {
  test('is vLLM', async () => {
    const replica = new Replica(resolveReplica('a', 0, { model: 'sim-model', maxModelLen: 1000 }))
    closing.push(() => replica.close())
    const found = await discover(`http://127.0.0.1:${await replica.listen()}`, OPTIONS)
    assert.deepEqual([found.server, found.model, found.maxModelLen], ['vllm', 'sim-model', 1000])
    assert.deepEqual([found.protocol, found.ready], ['openai-chat', true])
  })

  test('is Triton, too, when it is asked for that', async () => {
    const replica = new Replica(resolveReplica('a', 0, {}))
    closing.push(() => replica.close())
    const url = `http://127.0.0.1:${await replica.listen()}`
    const text = await discover(url, { ...OPTIONS, protocol: 'triton-generate-stream' })
    assert.deepEqual([text.server, text.model, text.streams], ['triton', 'llm', true])
    const tensors = await discover(url, { ...OPTIONS, protocol: 'kserve-infer', model: 'add' })
    assert.deepEqual(
      tensors.inputs.map(({ datatype }) => datatype),
      ['FP32', 'FP32'],
    )
  })

  test('with a key is driven by whoever has it', async () => {
    const faults = [{ kind: 'unauthorized' as const, apiKey: 'the-right-key' }]
    const replica = new Replica(resolveReplica('a', 0, { faults }))
    closing.push(() => replica.close())
    const url = `http://127.0.0.1:${await replica.listen()}`
    const without = await failureOf(url)
    assert.deepEqual([without.code, without.exit], ['target.unauthorized', 2])
    assert.match(without.hint ?? '', /TAILGATE_API_KEY/)
    const wrong = await failureOf(url, { authorization: 'Bearer the-wrong-key' })
    assert.match(wrong.hint ?? '', /not accepted/)
    const found = await discover(url, { ...OPTIONS, authorization: 'Bearer the-right-key' })
    assert.equal(found.model, 'sim')
  })
})

describe('a URL behind which nothing can be driven', () => {
  test('is unreachable when its port refuses', async () => {
    const { url, close } = await recordedServer([])
    await close()
    const { code, exit, message, hint } = await failureOf(url)
    assert.deepEqual([code, exit], ['target.refused', 4])
    assert.ok(message.includes(url) && message.includes('ECONNREFUSED'))
    assert.ok(hint?.includes(`curl -i ${url}/health`))
  })

  test('is unreachable when its host has no address', async () => {
    const { code, exit, message } = await failureOf('http://no-such-host.invalid:8000')
    assert.deepEqual([code, exit], ['target.dns', 4])
    assert.match(message, /no-such-host\.invalid/)
  })

  test('is unreachable when nothing comes in time', async () => {
    const server = await serve(() => {}, null)
    closing.push(() => server.close())
    const { code, exit, message } = await failureOf(`http://127.0.0.1:${server.port}`, { timeoutMs: 50 })
    assert.deepEqual([code, exit], ['target.silent', 4])
    assert.match(message, /no answer to \/v1\/models within 0\.05 s/)
  })

  test('is unreachable when it hangs up, and when it does not speak HTTP', async () => {
    for (const [said, code] of [
      ['', 'target.reset'],
      ['SSH-2.0-OpenSSH_9.2\r\n', 'target.malformed'],
    ]) {
      const server = await serve(async (peer) => {
        await peer.request()
        peer.write(said)
        peer.fin()
      }, null)
      closing.push(() => server.close())
      const failure = await failureOf(`http://127.0.0.1:${server.port}`)
      assert.deepEqual([failure.code, failure.exit], [code, 4])
    }
  })

  test('is unreachable when its certificate is of nobody known, and not when its authority is given', async () => {
    const server = await serve(async (peer) => {
      const request = await peer.request()
      const models = request?.line.includes('/v1/models')
      peer.write(models ? answer(200, { data: [{ id: 'm' }] }) : CHOICES)
      peer.fin()
    }, {})
    closing.push(() => server.close())
    const url = `https://localhost:${server.port}`
    const { code, exit } = await failureOf(url)
    assert.deepEqual([code, exit], ['target.tls', 4])
    const none = { ca: null, cert: null, key: null, insecure: false }
    for (const tls of [
      { ...none, ca: certificates.ca },
      { ...none, insecure: true },
    ]) {
      assert.equal((await discover(url, { ...OPTIONS, tls })).model, 'm')
    }
  })

  test('is not ready while it loads its model', async () => {
    const loading = answer(503, { error: { message: 'Loading model', code: 503 } })
    const { url } = await recorded([], { [MODELS]: loading })
    const { code, exit, message } = await failureOf(url)
    assert.deepEqual([code, exit], ['target.not-ready', 4])
    assert.match(message, /503: Loading model/)
  })

  test('is not ready when its engine is dead', async () => {
    const dead = answer(500, { error: { message: 'EngineCore encountered an issue' } })
    const { url } = await recorded(['vllm/models'], { [CHAT]: dead, [COMPLETIONS]: dead })
    const { code, exit, message } = await failureOf(url)
    assert.deepEqual([code, exit], ['target.not-ready', 4])
    assert.match(message, /EngineCore/)
  })

  test('is named a web page when it is one', async () => {
    const page = answer(200, '<html><head><title>Welcome</title></head></html>', 'text/html')
    const { url } = await recorded([], { [MODELS]: page })
    const { code, exit, message } = await failureOf(url)
    assert.deepEqual([code, exit], ['target.html', 2])
    assert.match(message, /web page \(HTML, “Welcome”\)/)
  })

  test('is told apart from a server that is down behind a balancer', async () => {
    const page = answer(503, '<html><body><h1>503 Service Unavailable</h1></body></html>', 'text/html')
    const { url } = await recorded([], { [MODELS]: page })
    const { code, exit } = await failureOf(url)
    assert.deepEqual([code, exit], ['target.not-ready', 4])
  })

  test('is refused when it wants a key, which no message repeats', async () => {
    const echo = answer(401, { error: { message: 'Incorrect API key provided: sk-secret-1' } })
    const { url } = await recorded([], { [MODELS]: echo })
    const { code, exit, message } = await failureOf(url, { authorization: 'Bearer sk-secret-1' })
    assert.deepEqual([code, exit], ['target.unauthorized', 2])
    assert.match(message, /401: Incorrect API key/)
    assert.ok(!message.includes('sk-secret-1'))
  })

  test('is refused when it redirects', async () => {
    const { url } = await recorded([], {
      [MODELS]: 'HTTP/1.1 302 Found\r\nlocation: https://x/login\r\ncontent-length: 0\r\n\r\n',
    })
    const { code, message } = await failureOf(url)
    assert.equal(code, 'target.redirect')
    assert.match(message, /https:\/\/x\/login/)
  })

  test('is refused without repeating a key that its redirect carries', async () => {
    const { url } = await recorded([], {
      [MODELS]: 'HTTP/1.1 302 Found\r\nlocation: https://x/?key=sk-secret-1\r\ncontent-length: 0\r\n\r\n',
    })
    const { message } = await failureOf(url, { authorization: 'Bearer sk-secret-1' })
    assert.match(message, /https:\/\/x\/\?key=\[secret\]/)
  })

  test('is unknown when it is none of the servers known', async () => {
    const { url } = await recorded([])
    const { code, exit, message } = await failureOf(url)
    assert.deepEqual([code, exit], ['target.unknown', 2])
    assert.match(message, /404: Not Found/)
  })

  for (const bad of ['ftp://h', 'http://u:p@h', 'http://h/?key=1', 'http://']) {
    test(`${bad} is no URL for a base`, async () => {
      assert.equal((await failureOf(bad)).code, 'target.url')
    })
  }
})
