import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { METRICS, type MetricName } from '../../src/model/metric.ts'
import { REQUEST_METRICS, type Stat } from '../../src/model/slo.ts'
import {
  boundsRequests,
  parseRequestBound,
  parseRunBound,
  requestBound,
  runBound,
  subjectOf,
} from '../../src/scenario/slo-text.ts'

const run = (text: string) => {
  const parsed = parseRunBound(text)
  return 'bound' in parsed ? parsed.bound : `${parsed.problem} | ${parsed.hint}`
}
const request = (text: string) => {
  const parsed = parseRequestBound(text)
  return 'bound' in parsed ? parsed.bound : `${parsed.problem} | ${parsed.hint}`
}

describe('the text of a bound', () => {
  test('on each request names one of four metrics and a duration', () => {
    assert.deepEqual(request('ttft <= 500ms'), { text: 'ttft <= 500ms', metric: 'ttft', limit: 500e6 })
    assert.deepEqual(request('latency<=3s'), { text: 'latency <= 3s', metric: 'latency', limit: 3e9 })
  })

  test('on the run has the unit of its metric', () => {
    const limits = {
      'p99(ttft) <= 450ms': 450e6,
      'mean(itl) <= 20ms': 20e6,
      'attainment >= 99%': 0.99,
      'failed <= 0.1%': 0.001,
      'goodput >= 18/s': 18,
      'tokens.output >= 1000/s': 1000,
      'concurrency <= 64': 64,
    }
    for (const [text, limit] of Object.entries(limits)) {
      const bound = run(text)
      assert.ok(typeof bound === 'object', String(bound))
      assert.equal(bound.limit, limit)
      assert.equal(bound.text, text)
    }
  })

  test('has one canonical spelling', () => {
    const spelled = ['p99(ttft)<=0.45s', ' p99.0 ( ttft )  <=  450000us '].map(run)
    assert.deepEqual(spelled[0], spelled[1])
    assert.equal((spelled[0] as { text: string }).text, 'p99(ttft) <= 450ms')
  })

  test('may put what follows the dot of a metric into parentheses', () => {
    const other: { [text: string]: string } = {
      'tokens(output) >= 1000/s': 'tokens.output >= 1000/s',
      'lost ( requests ) <= 10': 'lost.requests <= 10',
      'goodput(after) >= 95%': 'goodput.after >= 95%',
      'usd(per-mtok.good) <= 2.5 USD': 'usd.per-mtok.good <= 2.5 USD',
    }
    for (const [text, dotted] of Object.entries(other)) {
      assert.deepEqual(run(text), run(dotted))
      assert.equal((run(text) as { text: string }).text, dotted)
      assert.equal(subjectOf(text), subjectOf(dotted))
    }
    assert.match(String(run('goodput(afer) >= 95%')), /no metric "afer"/)
  })

  test('on money, energy and carbon has a unit or is a number of tokens', () => {
    const limits: { [text: string]: number } = {
      'usd.per-mtok.output <= 0.5 USD': 0.5,
      'joules.per-token.output <= 3.5 J': 3.5,
      'energy.window <= 0.5 kWh': 1.8e6,
      'carbon.window <= 1.2 kg': 1200,
      'tokens.per-usd.good >= 1.5M': 1.5e6,
      'tokens.per-usd.good >= 20000 tokens/USD': 20_000,
      'tokens.per-joule.good >= 0.4 tokens/J': 0.4,
    }
    for (const [text, limit] of Object.entries(limits)) {
      const bound = run(text)
      assert.ok(typeof bound === 'object', String(bound))
      assert.equal(bound.limit, limit)
    }
    assert.match(String(run('usd.per-request <= 2')), /expected US dollars such as 2.5 USD.*did you mean 2 USD\?/)
    assert.match(String(run('energy.window <= 2 W')), /expected an energy such as 3.5 J/)
    assert.match(String(run('tokens.per-joule.good >= 3 tokens/USD')), /expected a number such as 1.5k tokens\/J/)
  })

  test('comes back from its own spelling, whatever it bounds', () => {
    const metric = fc.constantFrom(...(Object.keys(METRICS) as MetricName[]))
    const stat = fc.oneof(
      fc.constantFrom<Stat>('mean', 'min', 'max', 'stddev'),
      fc.integer({ min: 1, max: 99_999 }).map((thousandths): Stat => `p${thousandths / 1000}`),
    )
    const shape = fc.record({ metric, stat, raw: fc.integer({ min: 0, max: 1e15 }) })
    fc.assert(
      fc.property(shape, ({ metric, stat, raw }) => {
        const { unit, of, better } = METRICS[metric]
        const limit = unit === 'share' ? (raw % 1_000_001) / 1e4 / 100 : raw
        const bound = runBound(
          metric,
          of === 'run' || of === 'fault' ? 'value' : stat,
          better === 'higher' ? '>=' : '<=',
          limit,
        )
        assert.deepEqual(run(bound.text), bound)
      }),
    )
    fc.assert(
      fc.property(fc.constantFrom(...REQUEST_METRICS), fc.integer({ min: 0, max: 2 ** 50 }), (metric, limit) => {
        const bound = requestBound(metric, limit)
        assert.deepEqual(request(bound.text), bound)
      }),
    )
  })

  test('never throws on any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        run(text)
        request(text)
      }),
    )
  })
})

describe('a bound that cannot be', () => {
  const refused: { [text: string]: RegExp } = {
    'p99(latencyy) <= 3s': /no metric "latencyy" \| did you mean latency\?/,
    'p99(ttft) <= 450': /expected a duration such as 500ms, got "450" \| did you mean 450ms\?/,
    'attainment >= 99': /expected a share such as 99%, got "99" \| did you mean 99%\?/,
    'attainment >= 120%': /expected a share/,
    'goodput >= 18ms': /expected a rate such as 20\/s, got "18ms"/,
    'ttft <= 500ms': /has a value per request.*write p99\(ttft\) <= 500ms, or move it to slo.request/,
    'p99(goodput) >= 3/s': /one number per run and has no p99/,
    'p100(ttft) <= 1s': /expected mean, min, max, stddev or a percentile/,
    'p99.99999(ttft) <= 1s': /expected mean, min, max, stddev or a percentile/,
    'attainment >= 0.99': /expected a share such as 99%, got "0.99" \| did you mean 99%\?/,
    'median(ttft) <= 1s': /expected mean, min, max.*\| the median is p50/,
    'p99ttft <= 1s': /no metric "p99ttft" \| write p99\(ttft\)/,
    'ttft.ok.p99.9 <= 1s': /write p99.9\(ttft.ok\)/,
    'p99(ttft) = 1s': /expected <= or >=, got = \| limits are inclusive: write <= or >=/,
    'throughput <= 3/s': /better higher.*write >= for <=/,
    'p99(ttft) < 1s': /expected <= or >=, got < \| limits are inclusive: write <=/,
    'p99(ttft)': /expected a bound such as/,
    'p99() <= 1s': /expected a bound such as/,
    '': /expected a bound such as/,
  }
  for (const [text, pattern] of Object.entries(refused)) {
    test(`"${text}" says why`, () => assert.match(String(run(text)), pattern))
  }

  test('on each request says where it belongs', () => {
    assert.match(String(request('p99(ttft) <= 1s')), /got one on p99 of all requests \| move it to slo.run/)
    assert.match(String(request('goodput >= 1/s')), /move it to slo.run/)
    assert.match(String(request('tttf <= 1s')), /did you mean ttft\?/)
    assert.match(String(request('ttft >= 1s')), /upper one/)
  })
})

test('a bound is told from another by its subject', () => {
  assert.equal(subjectOf(' p99 ( ttft ) <= 3s'), 'p99(ttft)')
  assert.equal(boundsRequests('ttft <= 3'), true)
  assert.equal(boundsRequests('p99(ttft) <= 3s'), false)
  assert.equal(boundsRequests('nonsense'), false)
})
