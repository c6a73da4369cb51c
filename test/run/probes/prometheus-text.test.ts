import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { parsePrometheusText } from '../../../src/run/probes/prometheus-text.ts'
import { type MetricSample, parseSampleLine, parseSeriesKey } from '../../../src/run/probes/sample-line.ts'

const one = (line: string): MetricSample => {
  const { samples, badLines } = parsePrometheusText(`${line}\n`)
  assert.equal(badLines, 0, line)
  assert.equal(samples.length, 1, line)
  return samples[0]
}

const bad = (line: string): number => parsePrometheusText(`${line}\n`).badLines

describe('Prometheus text', () => {
  test('a sample may have no labels, an instant, and any blanks between', () => {
    assert.deepEqual(one('up 1'), { name: 'up', labels: {}, value: 1, timestamp: null })
    assert.deepEqual(one('  a_b:c \t -1.5e-3   1700000000000 '), {
      name: 'a_b:c',
      labels: {},
      value: -1.5e-3,
      timestamp: 1.7e12,
    })
    assert.deepEqual(one('m{ a = "1" , b="2", } 4').labels, { a: '1', b: '2' })
    assert.deepEqual(one('m {} 4').labels, {})
  })

  test('values may be no number or have no end', () => {
    assert.ok(Number.isNaN(one('m NaN').value))
    assert.equal(one('m +Inf').value, Number.POSITIVE_INFINITY)
    assert.equal(one('m -Inf').value, Number.NEGATIVE_INFINITY)
    assert.equal(one('m 1.').value, 1)
    assert.equal(one('m .5').value, 0.5)
    assert.equal(one('m 9223372036854775794').value, 2 ** 63)
  })

  test('label values have three escapes, and keep what is none', () => {
    assert.equal(one(String.raw`m{l="a\"b\\c\nd\te}, \\"} 1`).labels.l, 'a"b\\c\nd\\te}, \\')
    assert.equal(one('m{l="} 2 # {"} 1').labels.l, '} 2 # {')
  })

  test('an exemplar behind the value is passed over', () => {
    assert.deepEqual(one('m_bucket{le="1"} 5 # {trace_id="x"} 0.3 1.5'), {
      name: 'm_bucket',
      labels: { le: '1' },
      value: 5,
      timestamp: null,
    })
  })

  test('comments are no samples, and types tell which families there are', () => {
    const text = '# HELP a b 5\n# TYPE vllm:x_total counter\n#\n\n# a comment 1\n'
    assert.deepEqual(parsePrometheusText(text), { samples: [], declared: ['vllm:x_total'], badLines: 0 })
  })

  test('nothing is read behind the end that OpenMetrics marks', () => {
    assert.equal(parsePrometheusText('a 1\n# EOF\nb 2\n').samples.length, 1)
    assert.equal(parsePrometheusText('a 1\n# EOF').badLines, 0)
  })

  test('line ends of Windows are line ends', () => {
    assert.deepEqual(
      parsePrometheusText('a 1\r\nb{c="d"} 2\r\n').samples.map(({ value }) => value),
      [1, 2],
    )
  })

  test('a last line that is not finished may be half a number, and counts as bad', () => {
    const { samples, badLines } = parsePrometheusText('a 1\nb 12')
    assert.deepEqual([samples.length, badLines], [1, 1])
  })

  test('a bad line costs itself alone', () => {
    const lines = [
      'm',
      'm{',
      'm{a="1} 2',
      'm{a=1} 2',
      'm{a="1" b="2"} 2',
      'm x',
      'm 1 2 3',
      'm-5 1',
      'm 0x10',
      '1 2',
      '{} 1',
      'm 1_000',
    ]
    for (const line of lines) assert.equal(bad(line), 1, line)
    assert.equal(bad(`m ${'1'.repeat(70_000)}x`), 1)
    assert.deepEqual(parsePrometheusText(`${lines.join('\n')}\ngood 7\n`).samples, [one('good 7')])
  })

  test('what nobody wants is not looked at', () => {
    const { samples, badLines } = parsePrometheusText('a{broken 1\nb 2\n', (name) => name === 'b')
    assert.deepEqual([samples.length, badLines], [1, 0])
  })

  test('a series may be named with its labels and without a value', () => {
    assert.deepEqual(parseSeriesKey('power{device="gpu0"}'), { name: 'power', labels: { device: 'gpu0' } })
    assert.deepEqual(parseSeriesKey('requests.running'), { name: 'requests.running', labels: {} })
    assert.equal(parseSeriesKey('power 5'), null)
    assert.equal(parseSeriesKey('power{'), null)
  })

  test('whatever is printed is read back', () => {
    const label = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]*$/)
    const sample = fc.record({
      name: fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/),
      labels: fc.dictionary(label, fc.string({ unit: 'binary' }), { noNullPrototype: true }),
      value: fc.double(),
      timestamp: fc.option(fc.integer()),
    })
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 5 }), (samples) => {
        const scrape = parsePrometheusText(samples.map(print).join(''))
        assert.deepEqual(scrape, { samples: samples.map(withoutMinusZero), declared: [], badLines: 0 })
      }),
    )
  })

  test('no bytes make it throw, and every line is read, passed over or counted', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = Buffer.from(bytes).toString('utf8')
        const { samples, badLines } = parsePrometheusText(text)
        assert.ok(samples.length + badLines <= text.split('\n').length)
      }),
    )
    const almost = fc.string({ unit: fc.constantFrom('a', '{', '}', '"', '=', ',', '\\', ' ', '1', '#', '.') })
    fc.assert(fc.property(almost, (line) => assert.doesNotThrow(() => parseSampleLine(line))))
  })
})

function print({ name, labels, value, timestamp }: MetricSample): string {
  const spelled = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`)
  const number =
    value === Number.POSITIVE_INFINITY ? '+Inf' : value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value)
  return `${name}${spelled.length > 0 ? `{${spelled.join(',')}}` : ''} ${number}${timestamp === null ? '' : ` ${timestamp}`}\n`
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')

const withoutMinusZero = (sample: MetricSample): MetricSample => ({
  ...sample,
  value: sample.value === 0 ? 0 : sample.value,
})
