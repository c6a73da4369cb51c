import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { issues, type Mapping, resolve, said } from './minimal.ts'

const refused = (parts: Mapping) => said(issues(parts)).join('\n')
const tensors = { tensors: { inputs: [{ name: 'X', shape: [1, 4], datatype: 'FP32' }] } }
const kserve = { url: 'http://h', protocol: 'kserve-infer' }

describe('what is impossible together', () => {
  test('a bound on tokens where nothing streams', () => {
    for (const bound of ['ttft <= 1s', 'tpot <= 1s', 'stall <= 1s']) {
      assert.match(
        refused({ request: { stream: false }, slo: { request: [bound] } }),
        /without streaming, and request.stream is false/,
      )
    }
    const run = ['p99(ttft.ok) <= 1s', 'mean(itl) <= 1s', 'interactivity >= 10/s']
    assert.equal(issues({ request: { stream: false }, slo: { run } }).length, 3)
    assert.match(
      refused({ targets: kserve, dataset: tensors, slo: { request: ['ttft <= 1s'] } }),
      /kserve-infer does not stream \| bound latency instead/,
    )
    assert.doesNotThrow(() => resolve({ request: { stream: false }, slo: { request: ['latency <= 1s'] } }))
  })

  test('streaming by a protocol that cannot, or its lack by one that always does', () => {
    assert.match(refused({ targets: kserve, dataset: tensors, request: { stream: true } }), /cannot stream/)
    const always = { url: 'http://h', protocol: 'triton-generate-stream' }
    assert.match(refused({ targets: always, request: { stream: false } }), /always streams/)
  })

  test('tensors and a protocol for prompts, and the reverse', () => {
    assert.match(refused({ dataset: tensors }), /openai-chat .*cannot carry tensors \| use protocol: kserve-infer/)
    assert.match(refused({ targets: kserve }), /cannot carry prompts/)
    assert.doesNotThrow(() => resolve({ targets: kserve, dataset: tensors }))
  })

  test('arrivals of a trace without one', () => {
    assert.match(refused({ load: { arrivals: 'trace' } }), /no trace to replay/)
    assert.doesNotThrow(() => resolve({ load: { arrivals: 'trace' }, dataset: { azure: { path: 'x.csv' } } }))
    assert.doesNotThrow(() => resolve({ load: { arrivals: 'trace', trace: { path: 'x.csv' } } }))
    assert.match(
      refused({ load: { arrivals: 'trace', trace: { path: 'x', scale: 2 }, rate: '1/s' } }),
      /both set the pace/,
    )
  })

  test('a unit of time stamps that no file is named for', () => {
    const trace = { arrivals: 'trace', trace: { unit: 's' } }
    assert.match(refused({ load: trace, dataset: { mooncake: { path: 'x.jsonl' } } }), /load.trace.unit.*not given/)
  })

  test('two targets of one name', () => {
    const targets = [{ url: 'http://h:1' }, { url: 'http://h:1/v2' }]
    assert.match(refused({ targets }), /targets\[1\]: two targets are called h:1 \| give each a name/)
  })

  test('two replicas at one address', () => {
    const at = (...urls: string[]) => urls.map((url, index) => ({ url, name: `replica-${index}` }))
    assert.match(
      refused({ targets: at('http://h:8000/v1', 'http://H:8000/v1/') }),
      /targets\[1\].url: two replicas at one address: replica-0 and replica-1 are both at http:\/\/h:8000\/v1 \| leave/,
    )
    assert.match(refused({ targets: at('http://h', 'http://h:80/') }), /at one address/)
    assert.doesNotThrow(() => resolve({ targets: at('http://h/a', 'http://h/b', 'https://h/a') }))
  })

  test('a timer that would end every request at once', () => {
    for (const timer of ['connect', 'headers', 'firstToken', 'gap', 'total']) {
      assert.match(
        refused({ request: { timeouts: { [timer]: '0s' } } }),
        new RegExp(`request.timeouts.${timer}: .*at once`),
      )
    }
  })

  test('settings of TLS without it', () => {
    assert.match(refused({ targets: { url: 'http://h', tls: { insecure: true } } }), /is not https/)
    assert.match(refused({ targets: { url: 'https://h', transport: 'http1' } }), /use undici for https/)
    assert.match(refused({ targets: { url: 'https://h', tls: { cert: 'c.pem' } } }), /both cert and key/)
  })

  test('a target that is no URL', () => {
    assert.match(refused({ targets: { url: '127.0.0.1:8000' } }), /did you mean http:\/\/127.0.0.1:8000\?/)
    assert.match(refused({ targets: { url: 'ftp://h' } }), /expected an http or https URL/)
    assert.match(refused({ targets: { url: 'http://h/?a=1' } }), /no query/)
  })

  test('two kinds of dataset, or none', () => {
    assert.match(
      refused({ dataset: { synthetic: {}, ...tensors } }),
      /exactly one kind of dataset, got synthetic and tensors/,
    )
    assert.match(refused({ dataset: {} }), /got none/)
  })

  test('lengths that contradict themselves', () => {
    const lengths = (output: unknown) => refused({ dataset: { synthetic: { output } } })
    assert.match(lengths({ min: 9, max: 5 }), /above the longest/)
    assert.match(lengths({ mean: 500, max: 400 }), /not within 1 to 400/)
    assert.match(lengths({ min: 3 }), /uniform lengths need a max/)
    assert.match(lengths({ distribution: 'uniform', mean: 4, max: 9 }), /uniform lengths have no mean/)
    assert.match(refused({ dataset: { synthetic: { pairs: [[1, 2]], input: 3 } } }), /pairs replace input and output/)
    assert.match(
      refused({ dataset: { synthetic: { input: 10, sharedPrefix: { tokens: 20 } } } }),
      /no prompt is as long/,
    )
  })
})

describe('limits of LoadGen', () => {
  const server = (mlperf: Mapping, run: string[] = []) =>
    resolve({ load: { scenario: 'server', mlperf }, slo: { run } }).warnings.filter((text) => text.includes('limit on'))

  test('that no bound of the scenario gates are warned of', () => {
    assert.match(server({ target_latency: 50 })[0], /put "p99\(latency\) <= 50ms" into slo.run/)
    assert.match(
      server({ use_token_latencies: true, ttft_latency: '2s' }).join(),
      /p99\(ttft\) <= 2s.*p99\(tpot\) <= 100ms/,
    )
  })

  test('are not, where a bound does or they are only the default', () => {
    assert.deepEqual(server({}), [])
    assert.deepEqual(server({ target_latency: 50 }, ['p99(latency) <= 50ms']), [])
    assert.deepEqual(server({ use_token_latencies: true }, ['p99(ttft) <= 1s', 'p90(tpot) <= 1s']), [])
  })
})
