import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { SERIES } from '../../../src/model/series.ts'
import { canonicalValues, isWanted } from '../../../src/run/probes/canonical.ts'
import { parsePrometheusText } from '../../../src/run/probes/prometheus-text.ts'
import { sources } from '../../../src/run/probes/sources/index.ts'
import { fixture } from './fixture.ts'

/** `name{labels}` → value. */
function read(name: string): { [series: string]: number } {
  const { samples, badLines } = parsePrometheusText(fixture(name), isWanted)
  assert.equal(badLines, 0)
  return Object.fromEntries(
    canonicalValues(samples).map(({ name: series, labels, value }) => {
      const spelled = Object.entries(labels).map(([label, text]) => `${label}=${text}`)
      return [spelled.length > 0 ? `${series}{${spelled.join(',')}}` : series, value]
    }),
  )
}

describe('names of servers', () => {
  test('vLLM, as recorded', () => {
    assert.deepEqual(read('vllm'), {
      'requests.running': 0,
      'requests.waiting': 0,
      'requests.finished': 15,
      'kv.usage': 0,
      'tokens.prompt': 134,
      'tokens.output': 276,
      'cache.queries': 134,
      'cache.hits': 0,
      preemptions: 0,
      'ttft.sum': 10.755998849868774,
      'ttft.count': 15,
      'e2e.sum': 11.865415811538696,
      'e2e.count': 15,
      'queue.sum': 0.0005887379993509967,
      'queue.count': 15,
      'prefill.sum': 10.684462926999913,
      'prefill.count': 15,
      'decode.sum': 1.1169020669995007,
      'decode.count': 15,
      steps: 271,
      'process.start': 1.79523281694e9,
    })
  })

  test('several engines of vLLM are added up, but their shares of the cache are not; NaN is no value', () => {
    assert.deepEqual(read('vllm-two-engines'), {
      'requests.running': 8,
      'requests.waiting': 2,
      'kv.usage{engine=0}': 0.5,
      'kv.usage{engine=1}': 0.7,
      'tokens.output': 350,
    })
  })

  test('what a router repeats of its servers stays theirs', () => {
    assert.deepEqual(read('vllm-router'), {
      'requests.running{server=http://10.0.0.1:8000}': 3,
      'requests.running{server=http://10.0.0.2:8000}': 5,
    })
  })

  test('SGLang: ranks repeat their scheduler, priorities and cache sources have a total', () => {
    assert.deepEqual(read('sglang'), {
      'requests.running': 9,
      'requests.waiting': 7,
      'requests.finished': 42,
      'kv.usage{engine=0}': 0.5,
      'kv.usage{engine=1}': 0.25,
      'tokens.prompt': 12000,
      'tokens.output': 3400,
      'cache.queries': 12000,
      'cache.hits': 1000,
      preemptions: 3,
      'ttft.sum': 3.5,
      'ttft.count': 42,
      'e2e.sum': 84,
      'e2e.count': 42,
    })
  })

  test('TGI', () => {
    assert.deepEqual(read('tgi'), {
      'requests.running': 6,
      'requests.waiting': 2,
      'requests.finished': 103,
      'tokens.prompt': 50176,
      'tokens.output': 12544,
      'e2e.sum': 147.25,
      'e2e.count': 98,
      'queue.sum': 9.8,
      'queue.count': 98,
      steps: 4090,
    })
  })

  test('llama.cpp, as recorded: prompt tokens from its cache are prompt tokens', () => {
    assert.deepEqual(read('llama-cpp'), {
      'requests.running': 0,
      'requests.waiting': 0,
      'tokens.prompt': 57 + 222,
      'tokens.output': 2367,
      'cache.queries': 57 + 222,
      'cache.hits': 222,
      'prefill.sum': 0.18535,
      'decode.sum': 22.6294,
      steps: 2361,
    })
  })

  test('Triton, as recorded: microseconds become seconds', () => {
    assert.deepEqual(read('triton'), {
      'requests.waiting': 0,
      'requests.finished': 17,
      'e2e.sum': (20630 + 17359 + 23279) * 1e-6,
      'e2e.count': 17,
      'queue.sum': (2227 + 61 + 530) * 1e-6,
      'queue.count': 17,
    })
  })

  test('TensorRT-LLM behind Triton, with power and energy of each GPU', () => {
    const { 'ttft.sum': ttft, ...others } = read('triton-trtllm')
    assert.ok(Math.abs(ttft - 0.96) < 1e-12)
    assert.deepEqual(others, {
      'requests.running': 4,
      'requests.waiting': 3,
      'kv.usage': 0.4,
      'requests.finished': 24,
      'ttft.count': 12,
      'e2e.sum': 4_900_000 * 1e-6,
      'e2e.count': 24,
      'energy{device=GPU-a,scope=gpu}': 81250.5,
      'energy{device=GPU-b,scope=gpu}': 80100,
      'power{device=GPU-a,scope=gpu}': 412.5,
      'power{device=GPU-b,scope=gpu}': 398,
      'gpu.utilization{device=GPU-a}': 0.75,
      'gpu.memory{device=GPU-a}': 2 ** 36,
      'queue.count': 24,
    })
  })

  test('trtllm-serve', () => {
    assert.deepEqual(read('trtllm-serve'), {
      'requests.running': 8,
      'requests.waiting': 1,
      'requests.finished': 15,
      'kv.usage': 0.62,
      'ttft.sum': 1.5,
      'ttft.count': 15,
      'queue.sum': 0.3,
      'queue.count': 15,
    })
  })

  test('Dynamo: its queued requests are among those in flight', () => {
    assert.deepEqual(read('dynamo'), {
      'requests.running': 9,
      'requests.finished': 32,
      'tokens.prompt': 15360,
      'tokens.output': 4096,
      'ttft.sum': 6,
      'ttft.count': 30,
      'e2e.sum': 45,
      'e2e.count': 30,
    })
  })

  test('DCGM: millijoules, percent and MiB are converted, blanks dropped, and a shared GPU counts once', () => {
    assert.deepEqual(read('dcgm'), {
      'energy{device=GPU-aaaa,scope=gpu}': 5123456.789,
      'energy{device=GPU-bbbb,scope=gpu}': 4e6,
      'power{device=GPU-aaaa,scope=gpu}': 351.204,
      'power{device=GPU-bbbb,scope=gpu}': 120.5,
      'gpu.utilization{device=GPU-aaaa}': 0.875,
      'gpu.utilization{device=GPU-bbbb}': 0.4,
      'gpu.memory{device=GPU-aaaa}': 2 ** 36,
    })
  })

  test('Kepler: packages and memory of the node, without what is inside a package or overlaps it', () => {
    const path = '/sys/class/powercap/intel-rapl'
    assert.deepEqual(read('kepler'), {
      [`energy{device=${path}:0,scope=cpu}`]: 1000.5,
      [`energy{device=${path}:1,scope=cpu}`]: 2000.25,
      [`energy{device=${path}:0:1,scope=dram}`]: 90,
      [`power{device=${path}:0,scope=cpu}`]: 65.5,
    })
  })

  test('every rule has a table to stand in: its names begin as its source says', () => {
    for (const [server, { prefixes, rules }] of Object.entries(sources)) {
      for (const name of rules.flatMap(({ from }) => from)) {
        assert.ok(prefixes.length === 0 || prefixes.some((prefix) => name.startsWith(prefix)), `${server}: ${name}`)
      }
    }
  })

  test('every series of requests, tokens, caches, power and energy has a source', () => {
    const named = new Set(Object.values(sources).flatMap(({ rules }) => rules.map(({ series }) => series)))
    const own = ['energy.range', 'scrape.duration', 'scrape.bytes', 'scrape.failed']
    assert.deepEqual(
      Object.keys(SERIES).filter((series) => !named.has(series as never)),
      own,
    )
  })
})
