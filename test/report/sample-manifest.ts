import { fromSeconds, nanos } from '../../src/base/nanos.ts'
import type { RunManifest } from '../../src/model/run-log.ts'
import type { Scenario, Target } from '../../src/model/scenario.ts'
import { PLAIN_RELIABILITY } from '../../src/scenario/resolve/faults.ts'
import { PLAIN_FLEET } from '../../src/scenario/resolve/fleet.ts'

export function target(name: string, port: number): Target {
  return {
    name,
    url: `http://127.0.0.1:${port}`,
    protocol: 'openai-chat',
    model: 'llama-3.1-8b',
    transport: 'http1',
    headers: {},
    apiKey: null,
    tls: null,
  }
}

/** The scenario of the design's example, resolved. */
export function sampleScenario(): Scenario {
  return {
    tailgate: 1,
    name: 'chat release gate',
    targets: [target('default', 8000)],
    fleet: PLAIN_FLEET,
    dataset: {
      kind: 'synthetic',
      count: 1000,
      input: { kind: 'fixed', value: 512 },
      output: { kind: 'normal', mean: 200, stddev: 50, min: 16, max: 400 },
      pairs: null,
      sharedPrefix: null,
      seed: '1',
    },
    load: {
      loop: 'open',
      arrivals: { kind: 'poisson', rate: 20 },
      duration: fromSeconds(600),
      queries: null,
      cap: null,
      tail: fromSeconds(30),
      warmup: { requests: 5, duration: fromSeconds(10) },
      drain: fromSeconds(60),
      seed: { order: '1', schedule: '3936089224930324775' },
    },
    request: {
      stream: true,
      forceLength: true,
      prompt: 'auto',
      wordsPerToken: 1,
      salt: true,
      temperature: 0,
      extra: {},
      timeouts: {
        connect: fromSeconds(5),
        headers: fromSeconds(60),
        firstToken: fromSeconds(60),
        gap: fromSeconds(30),
        total: fromSeconds(300),
      },
    },
    slo: {
      request: [
        { text: 'ttft <= 500ms', metric: 'ttft', limit: 500e6 },
        { text: 'tpot <= 50ms', metric: 'tpot', limit: 50e6 },
      ],
      run: [
        { text: 'attainment >= 99%', metric: 'attainment', stat: 'value', compare: '>=', limit: 0.99 },
        { text: 'failed <= 0.2%', metric: 'failed', stat: 'value', compare: '<=', limit: 0.002 },
        { text: 'p99(ttft) <= 450ms', metric: 'ttft', stat: 'p99', compare: '<=', limit: 450e6 },
      ],
    },
    faults: [],
    allowFaults: false,
    reliability: PLAIN_RELIABILITY,
    probes: [],
    prices: null,
    energy: null,
    carbon: null,
    hardware: null,
    log: { tokens: 'all', sample: 1, dir: 'reports' },
    workers: 1,
  }
}

export function sampleManifest(): RunManifest {
  return {
    log: 1,
    run: 'chat-release-gate-7f3a',
    tailgate: '0.1.0',
    started: '2026-01-15T09:30:00.000Z',
    scenario: sampleScenario(),
    fingerprint: '7f3a9c51e2d84b06a1c35e7790bd4f2286e1d9a04c7b35f8126aa0d3e9174bc5',
    plan: {
      loop: 'open',
      queries: 12_188,
      samplesPerQuery: 1,
      window: { from: fromSeconds(10), to: fromSeconds(610) },
      digest: '1c8e02b7a95d4f63b0e7714d2a96c8f5e03b6d7c91a2485fe6d0b7c3924e8a1f',
    },
    targets: [{ name: 'default', server: 'vllm', version: '0.11.0', model: 'llama-3.1-8b', maxModelLen: 8192 }],
    host: { cpu: 'AMD EPYC 7763', cores: 8, memory: 32 * 2 ** 30, os: 'linux 6.8', node: '24.1.0' },
    clock: { source: 'monotonic', grain: nanos(41) },
    workers: 1,
    prompt: 'ids',
  }
}
