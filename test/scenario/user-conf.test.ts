import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Failure } from '../../src/base/failure.ts'
import { mlperfSettings } from '../../src/scenario/mlperf-settings.ts'
import { applyUserConf, type ConfScope, readUserConf } from '../../src/scenario/user-conf.ts'
import { temporaryFile } from '../run/datasets/temporary-file.ts'
import { mlperf } from '../stats/random/vectors.ts'

const SERVER: ConfScope = { model: 'm', scenario: 'Server' }
const warningsOf = (text: string, scope = SERVER) =>
  applyUserConf(text, 'user.conf', scope).problems.map((p) => p.message)

interface Vector {
  file: string
  model: string
  scenario: ConfScope['scenario']
  rc: number
  result: { [field: string]: unknown }
}

describe('the grammar of user.conf', () => {
  for (const { file, model, scenario, rc, result } of mlperf.config.parser_cases as Vector[]) {
    test(`reads ${JSON.stringify(file)} as LoadGen does`, () => {
      const { settings, problems } = applyUserConf(file, 'user.conf', { model, scenario })
      assert.equal(problems.some(({ severity }) => severity === 'error') ? -22 : 0, rc)
      assert.deepEqual(pick(settings, Object.keys(result)), result)
    })
  }

  const numbers: [string, number][] = [
    ['0x10', 16],
    ['010', 8],
    ['089', 0],
    ['1e3', 1],
    ['+7', 7],
    ['-1', 2 ** 64],
    ['99999999999999999999', 2 ** 64],
  ]
  for (const [text, expected] of numbers) {
    test(`an integer written ${text} is ${expected}`, () => {
      const { settings } = applyUserConf(`*.*.min_query_count = ${text}`, 'user.conf', SERVER)
      assert.equal(settings.min_query_count, expected)
    })
  }

  test('a double keeps its fraction, in every spelling of C', () => {
    for (const [text, expected] of [
      ['2.5', 2.5],
      ['.5', 0.5],
      ['1e3', 1000],
      ['0x1.8p1', 3],
      ['-2', -2],
    ] as const) {
      const { settings } = applyUserConf(`*.Server.target_qps = ${text}`, 'user.conf', SERVER)
      assert.equal(settings.server_target_qps, expected)
    }
  })

  test('only ASCII white space splits words', () => {
    const { settings } = applyUserConf('*.Server.target_qps\t=\v 5\r\n', 'user.conf', SERVER)
    assert.equal(settings.server_target_qps, 5)
    assert.equal(applyUserConf('*.Server.target_qps\u00a0= 5', 'user.conf', SERVER).problems[0].severity, 'error')
  })
})

describe('the built-in configuration', () => {
  for (const [model, { offline_min_query_count, ...expected }] of Object.entries<{ [field: string]: number }>(
    mlperf.config.llm_models,
  )) {
    if (model === 'note') continue
    test(`gives ${model} its limits`, () => {
      const user = '*.Server.target_qps = 50\n*.Offline.target_qps = 100\n*.SingleStream.target_latency = 12\n'
      const { settings } = applyUserConf(user, 'user.conf', { model, scenario: 'Server' })
      const asNumbers = Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, Number(value)]))
      assert.deepEqual(pick(asNumbers, Object.keys(expected)), expected)
      assert.equal(settings.server_target_qps, 50)
      assert.equal(settings.single_stream_expected_latency_ns, 12e6)
      const offline = applyUserConf(user, 'user.conf', { model, scenario: 'Offline' })
      assert.equal(offline.settings.min_query_count, offline_min_query_count)
      assert.equal(offline.settings.offline_expected_qps, 100)
    })
  }

  test('expected latencies are whole nanoseconds', () => {
    const text = '*.SingleStream.target_latency = 12.3456789\n*.MultiStream.target_latency = 0.0000019\n'
    const { settings } = applyUserConf(text, 'user.conf', SERVER)
    assert.equal(settings.single_stream_expected_latency_ns, 12_345_678)
    assert.equal(settings.multi_stream_expected_latency_ns, 1)
  })

  test('percentiles are the product with 0.01 that LoadGen makes', () => {
    const text = '*.SingleStream.target_latency_percentile = 99.9\n*.Server.target_latency_percentile = 95\n'
    const { settings } = applyUserConf(text, 'user.conf', SERVER)
    assert.equal(settings.single_stream_target_latency_percentile, 0.9990000000000001)
    assert.equal(settings.server_target_latency_percentile, 0.9500000000000001)
  })
})

describe('warnings', () => {
  const cases: [string, RegExp][] = [
    ['*.Server.target_qps=53', /spaces around "="; write \*\.Server\.target_qps = 53/],
    ['*.Server.target_qps =', /has no value/],
    ['*.Server.target_qps = 1 2', /the last value .* wins/],
    ['*.Server.target_qsp = 1', /nothing reads target_qsp; did you mean target_qps/],
    ['*.server.target_qps = 1', /no scenario is called server; did you mean Server/],
    ['target_qps = 1', /a key is model\.scenario\.name/],
    ['*.Offline.target_latency_percentile = 90', /only under SingleStream, MultiStream, Server/],
    ['*.*.schedule_rng_seed = 1', /only from its built-in/],
    ['*.Server.ttft_latency = 500', /not switched on/],
    ['*.Server.target_latency = 5.5', /5\.5 becomes 5/],
    ['*.*.mode = 7', /a mode is 0 to 3, got 7/],
    ['\ufeff*.Server.target_qps = 7', /byte-order mark/],
  ]
  for (const [line, expected] of cases) {
    test(`tell that LoadGen would not read ${JSON.stringify(line)} as it looks`, () => {
      const messages = warningsOf(`${line}\n`)
      assert.equal(messages.length, 1, messages.join('\n'))
      assert.match(messages[0], expected)
    })
  }

  test('tell of lines for models that are not asked for, and of a model without lines', (t) => {
    const path = temporaryFile(t, 'llama2-70b.Server.target_qps = 5\nmine.*.min_duration = 1000\n')
    const of = (model: string) => readUserConf(path, { model, scenario: 'Server' }).warnings.join()
    assert.match(of('*'), /load.model is not given: no line for llama2-70b, mine applies/)
    assert.match(of('llama-2-70b'), /for model llama-2-70b, so only those for \* apply; did you mean llama2-70b/)
    for (const model of ['mine', 'llama2-70b', 'whisper']) assert.equal(of(model), '')
  })

  test('stay away where every line is read', () => {
    const text =
      '# the run\n#word\n\n*.Server.target_qps = 50\nother.Offline.target_qps = 2.5\n*.SingleStream.target_latency = 5.5\n'
    assert.deepEqual(warningsOf(text), [])
    assert.deepEqual(warningsOf('*.Server.ttft_latency = 500\n', { model: 'llama2-70b', scenario: 'Server' }), [])
  })
})

describe('a file that LoadGen would reject', () => {
  test('is a failure at its line', () => {
    const path = new URL('../fixtures/mlperf/rejected-user.conf', import.meta.url).pathname
    assert.throws(
      () => readUserConf(path, SERVER),
      (failure: Failure) => failure instanceof Failure && failure.place?.line === 2 && failure.exit === 2,
    )
  })

  test('or that is not there is a failure too', () => {
    assert.throws(() => readUserConf('/nowhere/user.conf', SERVER), /there is no such file/)
  })
})

describe('settings of one scenario', () => {
  test('are picked out of the record', () => {
    const text = '*.Server.target_qps = 50\n*.*.mode = 1\n'
    const { settings } = applyUserConf(text, 'user.conf', { model: 'llama3_1-8b', scenario: 'Server' })
    const picked = mlperfSettings(settings, 'server')
    assert.equal(picked.mode, 'accuracy')
    assert.equal(picked.target_qps, 50)
    assert.equal(picked.ttft_latency_ns, 2e9)
    assert.equal(picked.performance_sample_count, 13368)
    assert.equal(mlperfSettings(settings, 'multi-stream').samples_per_query, 8)
  })

  test('of modes that are several runs are refused', () => {
    const { settings } = applyUserConf('*.*.mode = 3\n', 'user.conf', SERVER)
    assert.throws(() => mlperfSettings(settings, 'server'), /find peak/)
  })
})

function pick(record: object, keys: string[]) {
  return Object.fromEntries(Object.entries(record).filter(([key]) => keys.includes(key)))
}
