import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { DATATYPES } from '../../src/model/scenario.ts'
import { decodeScenario } from '../../src/scenario/decode.ts'
import { scenarioYaml, toScenarioFile } from '../../src/scenario/scenario-file.ts'
import { fleetKeys } from './fleet-arbitrary.ts'
import { minimal } from './minimal.ts'

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const tokens = fc.integer({ min: 1, max: 5000 })
const time = fc.oneof(
  fc.integer({ min: 1, max: 1e7 }).map((us) => `${us}us`),
  fc.integer({ min: 1, max: 600 }).map((s) => `${s}s`),
)
const rate = fc.oneof(
  fc.double({ min: 0.001, max: 1e6, noNaN: true }).map((value) => `${value}/s`),
  fc.integer({ min: 1, max: 1e6 }).map((value) => `${value}/min`),
)
const seed = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String)

const lengths = fc.oneof(
  tokens,
  fc.tuple(tokens, tokens).map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) })),
  fc.record({
    distribution: fc.constantFrom('normal', 'lognormal'),
    mean: fc.double({ min: 1, max: 5000, noNaN: true }),
    stddev: fc.double({ min: 0, max: 1000, noNaN: true }),
  }),
)
const dataset = fc.oneof(
  fc.record({ synthetic: fc.record({ count: tokens, input: lengths, output: lengths, seed }) }),
  fc.record({ synthetic: fc.record({ pairs: fc.array(fc.tuple(tokens, tokens), { minLength: 1, maxLength: 4 }) }) }),
  fc.record({
    jsonl: fc.record({ path: fc.constantFrom('a.jsonl', '../b.jsonl', '/c.jsonl'), limit: optional(tokens) }),
  }),
  fc.record({ sharegpt: fc.record({ path: fc.constant('s.json'), defaultOutput: optional(tokens) }) }),
  fc.record({ mooncake: fc.record({ path: fc.constant('m.jsonl'), seed }) }),
)
const tensors = fc.record({
  tensors: fc.record({
    inputs: fc.array(
      fc.record({
        name: fc.string({ minLength: 1 }),
        shape: fc.array(tokens, { maxLength: 3 }),
        datatype: fc.constantFrom(...DATATYPES),
        data: optional(fc.constantFrom<unknown>('random', [1, 2.5], ['a'], [true])),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    outputs: fc.array(fc.string({ minLength: 1 }), { maxLength: 2 }),
    binary: fc.boolean(),
  }),
})

const common = {
  warmup: optional(fc.record({ requests: fc.nat(20) })),
  drain: optional(time),
  seed: optional(fc.record({ order: seed, schedule: seed })),
}
const load = fc.oneof(
  fc.record({ arrivals: fc.constantFrom('constant', 'poisson', 'gamma'), rate, duration: time, tail: time, ...common }),
  fc.record({ rate, queries: tokens, cap: optional(tokens), ...common }),
  fc.record({
    stages: fc.array(fc.record({ rate, duration: time, shape: fc.constantFrom('step', 'ramp') }), {
      minLength: 1,
      maxLength: 3,
    }),
    gaps: fc.constantFrom('poisson', 'constant'),
    ...common,
  }),
  fc.record({
    arrivals: fc.constant('trace'),
    trace: fc.record({ path: fc.constant('t.csv'), scale: fc.double({ min: 0.1, max: 9, noNaN: true }) }),
    ...common,
  }),
  fc.record({ arrivals: fc.constant('trace'), trace: fc.record({ path: fc.constant('t.csv') }), rate, ...common }),
  fc.record({ concurrency: tokens, think: time, duration: time, queries: optional(tokens), ...common }),
  fc.record({ scenario: fc.constantFrom('server', 'offline'), rate: optional(rate), duration: time, ...common }),
  fc.record({
    scenario: fc.constantFrom('single-stream', 'multi-stream', 'server', 'offline'),
    mlperf: fc.record({
      qsl_rng_seed: seed,
      min_query_count: tokens,
      performance_issue_unique: fc.boolean(),
      ttft_latency: fc.integer({ min: 1, max: 9000 }),
    }),
  }),
)
const request = fc.record({
  stream: fc.boolean(),
  temperature: fc.double({ min: 0, max: 2, noNaN: true }),
  extra: fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<unknown>,
  timeouts: fc.record({ connect: time, total: time }),
})
const percent = fc.integer({ min: 0, max: 100_000 }).map((value) => `${value / 1000}%`)
const slo = fc.record({
  request: fc.constantFrom([], ['latency <= 1500us']),
  run: fc.tuple(percent, rate).map(([share, perSecond]) => [`failed <= ${share}`, `goodput >= ${perSecond}`]),
})
const target = fc.record({
  url: fc.constantFrom('http://h:8000/v2/', 'https://h'),
  name: optional(fc.string({ minLength: 1 })),
  model: optional(fc.string({ minLength: 1 })),
  apiKey: optional(fc.constantFrom<unknown>({ env: 'KEY' }, { file: 'key' })),
  headers: optional(fc.constantFrom({ 'X-Team': 'blue' }, { Cookie: `a=\${env:C}` })),
})
const withTensors = fc.tuple(target, tensors).map(([one, data]) => ({
  targets: { ...one, protocol: 'kserve-infer' },
  dataset: data,
}))
const withPrompts = fc.record({ targets: target, dataset: optional(dataset), request: optional(request) })

const file = fc
  .record({
    what: fc.oneof(withTensors, withPrompts),
    around: fleetKeys,
    load,
    slo: optional(slo),
    log: optional(fc.record({ tokens: fc.constantFrom('all', 'sampled', 'none'), sample: percent })),
    workers: optional(fc.constantFrom<unknown>('auto', 4)),
  })
  .map(({ what, around, ...rest }) => JSON.stringify(minimal({ ...rest, ...what, ...around })))

describe('a resolved scenario written as a file', () => {
  test('decodes to the same scenario, as JSON and as YAML', () => {
    fc.assert(
      fc.property(file, (text) => {
        const first = decodeScenario(text, '/data/first.json')
        const json = decodeScenario(JSON.stringify(toScenarioFile(first.scenario)), '/elsewhere/second.json')
        assert.deepEqual(json.scenario, first.scenario)
        assert.equal(json.fingerprint, first.fingerprint)
        assert.deepEqual(decodeScenario(scenarioYaml(first.scenario), '/third.yaml').scenario, first.scenario)
      }),
      { numRuns: 60 },
    )
  })

  test('is found in a manifest older than fleets, faults and probes', () => {
    const { scenario } = decodeScenario(JSON.stringify(minimal({ name: 'old' })), '/data/first.json')
    const { fleet, faults, allowFaults, reliability, probes, prices, energy, carbon, hardware, ...old } = scenario
    const manifest = JSON.stringify({ log: 1, run: 'r', tailgate: '0.1.0', scenario: old })
    assert.deepEqual(decodeScenario(manifest, '/reports/r/run.json').scenario, scenario)
  })

  test('is found in a run’s manifest', () => {
    fc.assert(
      fc.property(file, (text) => {
        const { scenario, fingerprint } = decodeScenario(text, '/data/first.json')
        const manifest = JSON.stringify({ log: 1, run: 'r', tailgate: '0.1.0', scenario, fingerprint })
        assert.deepEqual(decodeScenario(manifest, '/reports/r/run.json').scenario, scenario)
      }),
      { numRuns: 20 },
    )
  })
})
