import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeScenario } from '../../src/scenario/decode.ts'
import { resolve } from './minimal.ts'

describe('a scenario that says little', () => {
  const { scenario, warnings } = resolve()

  test('gets sensible defaults', () => {
    assert.equal(scenario.name, 'minimal')
    assert.deepEqual(scenario.targets, [
      {
        name: '127.0.0.1:8000',
        url: 'http://127.0.0.1:8000',
        protocol: 'openai-chat',
        model: null,
        transport: 'http1',
        headers: {},
        apiKey: null,
        tls: null,
      },
    ])
    assert.deepEqual(scenario.request.timeouts, {
      connect: 5e9,
      headers: 60e9,
      firstToken: 60e9,
      gap: 30e9,
      total: 300e9,
    })
    assert.equal(scenario.request.stream, true)
    assert.deepEqual(scenario.log, { tokens: 'all', sample: 0.1, dir: 'reports' })
    assert.equal(scenario.workers, 1)
    assert.deepEqual(warnings, [])
  })

  test('has one timer for an answer that is not streamed, unless others are given', () => {
    const timers = (timeouts?: object) => resolve({ request: { stream: false, timeouts } }).scenario.request.timeouts
    assert.deepEqual(timers(), { connect: 5e9, headers: 300e9, firstToken: 300e9, gap: 300e9, total: 300e9 })
    const { headers, firstToken, total } = timers({ total: '20s', headers: '5s' })
    assert.deepEqual([headers, firstToken, total], [5e9, 20e9, 20e9])
  })

  test('is asked synthetic prompts of 512 tokens for answers of 128', () => {
    assert.ok(scenario.dataset.kind === 'synthetic')
    assert.deepEqual(scenario.dataset.input, { kind: 'fixed', value: 512 })
    assert.deepEqual(scenario.dataset.output, { kind: 'fixed', value: 128 })
  })

  test('is loaded by an open loop of Poisson arrivals', () => {
    assert.deepEqual(scenario.load, {
      loop: 'open',
      arrivals: { kind: 'poisson', rate: 20 },
      duration: 60e9,
      queries: null,
      cap: null,
      tail: 30e9,
      warmup: { requests: 5, duration: 0 },
      drain: 30e9,
      seed: { order: '0', schedule: '0' },
    })
  })
})

describe('a target', () => {
  test('of https is reached by undici', () => {
    const [target] = resolve({ targets: { url: 'https://host.test/base/' } }).scenario.targets
    assert.equal(target.transport, 'undici')
    assert.equal(target.url, 'https://host.test/base')
    assert.equal(target.name, 'host.test')
  })

  test('that does not stream makes requests that do not', () => {
    const { scenario } = resolve({ targets: { url: 'http://h', protocol: 'triton-generate' } })
    assert.equal(scenario.request.stream, false)
  })

  test('may be one of a list', () => {
    const targets = [{ url: 'http://a' }, { url: 'http://b', name: 'second' }]
    assert.deepEqual(
      resolve({ targets }).scenario.targets.map(({ name }) => name),
      ['a', 'second'],
    )
  })
})

describe('lengths', () => {
  const lengths = (output: unknown) => {
    const { dataset } = resolve({ dataset: { synthetic: { output } } }).scenario
    assert.ok(dataset.kind === 'synthetic')
    return dataset.output
  }
  test('are fixed, uniform, normal or lognormal by what is said of them', () => {
    assert.deepEqual(lengths(64), { kind: 'fixed', value: 64 })
    assert.deepEqual(lengths('1k'), { kind: 'fixed', value: 1000 })
    assert.deepEqual(lengths({ min: 5, max: 9 }), { kind: 'uniform', min: 5, max: 9 })
    assert.deepEqual(lengths({ mean: 200, stddev: 50, min: 16, max: 400 }), {
      kind: 'normal',
      mean: 200,
      stddev: 50,
      min: 16,
      max: 400,
    })
    const heavy = lengths({ distribution: 'lognormal', mean: 200, stddev: 300 })
    assert.deepEqual(heavy, { kind: 'lognormal', mean: 200, stddev: 300, min: 1, max: 1048576 })
  })
})

describe('YAML and JSON', () => {
  test('give the same scenario', () => {
    const yaml = `
tailgate: 1
name: minimal
targets:
  url: http://127.0.0.1:8000
load: { rate: 20/s, duration: 1m }
`
    assert.equal(decodeScenario(yaml, 'x.yaml').fingerprint, resolve({ name: 'minimal' }).fingerprint)
  })

  test('keep a seed above 2^53 exact, quoted or not', () => {
    const seedOf = (seed: string) =>
      decodeScenario(
        `tailgate: 1\ntargets: {url: "http://h"}\nload: {rate: 1/s, duration: 1s, seed: {order: ${seed}}}`,
        'x.yaml',
      ).scenario.load.seed.order
    assert.equal(seedOf('16159082839903944936'), '16159082839903944936')
    assert.equal(seedOf('"16159082839903944936"'), '16159082839903944936')
    assert.equal(seedOf('007'), '7')
  })

  test('resolve file names where the scenario stands', () => {
    const text = JSON.stringify({
      tailgate: 1,
      targets: { url: 'https://h', apiKey: { file: 'key' }, tls: { ca: 'ca.pem' } },
      dataset: { jsonl: { path: '../prompts.jsonl' } },
      load: { rate: '1/s', duration: '1s' },
    })
    const { dataset, targets } = decodeScenario(text, '/some/where/x.json').scenario
    assert.ok(dataset.kind === 'jsonl')
    assert.equal(dataset.path, '/some/prompts.jsonl')
    assert.deepEqual(targets[0].apiKey, { file: '/some/where/key' })
    assert.equal(targets[0].tls?.ca, '/some/where/ca.pem')
  })
})

describe('warnings', () => {
  test('tell of bounds a timer makes unreachable, and of attainment without bounds', () => {
    const slo = { request: ['latency <= 400s'], run: ['attainment >= 99%'] }
    assert.match(resolve({ slo }).warnings.join(), /timer/)
    assert.match(resolve({ slo: { run: ['attainment >= 99%'] } }).warnings.join(), /every ok answer is good/)
  })

  test('tell of the root of an API copied together with its address', () => {
    const warned = (url: string, protocol?: string) => resolve({ targets: { url, protocol } }).warnings.join()
    assert.match(warned('http://h:8000/v1/'), /asks for \/v1\/v1\/…/)
    assert.match(warned('http://h:8000/v2', 'triton-generate'), /asks for \/v2\/v2\/…/)
    assert.equal(warned('http://h:8000/v1/gateway'), '')
    assert.equal(warned('http://h:8000/v2'), '')
  })
})

describe('salt', () => {
  test('is on, behind a shared prefix too, unless a trace says what is shared', () => {
    const dataset = (more: object) => ({ dataset: { synthetic: { count: 2, input: 64, output: 8, ...more } } })
    assert.equal(resolve(dataset({})).scenario.request.salt, true)
    assert.equal(resolve(dataset({ sharedPrefix: { tokens: 32, groups: 2 } })).scenario.request.salt, true)
    assert.equal(resolve({ dataset: { mooncake: { path: 'x.jsonl' } } }).scenario.request.salt, false)
  })
})
