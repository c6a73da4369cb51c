import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64 } from 'hdr-histogram-js'
import { Histogram } from '../../src/stats/histogram.ts'
import { readHlog, writeHlog } from '../../src/stats/hlog.ts'
import { compressHistogram, decodeHistogram, encodeHistogram } from '../../src/stats/hlog-payload.ts'
import { ppm } from '../../src/stats/quantile.ts'
import { vector } from './vectors.ts'

function recorded(): Histogram {
  const { input } = vector('hdr.encode')
  const histogram = new Histogram(input)
  for (const [value, count] of input.records) histogram.record(value, count)
  return histogram
}

describe('.hlog', () => {
  test('hdr.encode: the payload has the bytes Java writes', () => {
    assert.equal(encodeHistogram(recorded()).toString('hex'), vector('hdr.encode').expected.hex)
  })

  test('what is encoded decodes to the same cells, plain and compressed', () => {
    for (const bytes of [encodeHistogram(recorded()), compressHistogram(recorded())]) {
      assert.deepEqual([...decodeHistogram(bytes).cells()], [...recorded().cells()])
    }
  })

  test('counts beyond 32 bits survive', () => {
    const histogram = new Histogram()
    histogram.record(1e9, 2 ** 45 + 3)
    assert.equal(decodeHistogram(encodeHistogram(histogram)).n, 2 ** 45 + 3)
  })

  test('hdr.hlog.write: the text of one interval', () => {
    const { input, expected } = vector('hdr.hlog.write')
    const interval = { tag: input.tag, start: input.start_s, length: input.len_s, histogram: recorded() }
    const text = writeHlog({ writer: 'slo-tester 0', startTime: 1_700_000_000, maxUnitRatio: input.max_unit_ratio }, [
      interval,
    ])
    const cut = (whole: string) => whole.slice(0, whole.indexOf('HISTF'))
    assert.equal(cut(text), cut(expected.text))
    const [got] = readHlog(text).intervals
    const [want] = readHlog(expected.text).intervals
    assert.deepEqual([...got.histogram.cells()], [...want.histogram.cells()])
    assert.deepEqual([got.tag, got.start, got.length], [want.tag, want.start, want.length])
  })

  test('hdr.hlog.interop: the log of jHiccup reads and merges as other ports say', () => {
    const { expected } = vector('hdr.hlog.interop')
    const text = readFileSync(new URL('../fixtures/hlog/jHiccup-2.0.7S.logV2.hlog', import.meta.url), 'utf8')
    const { intervals, startTime } = readHlog(text)
    const merged = new Histogram({ lowest: 1, highest: 3600e9, digits: 3 })
    for (const { histogram } of intervals) merged.add(histogram)
    assert.equal(intervals.length, expected.intervals)
    assert.equal(startTime, expected.start_time_s)
    assert.equal(merged.n, expected.total)
    assert.equal(merged.quantile(ppm(0.999)), expected['p99.9'])
    assert.equal(merged.span(merged.max).high, expected.max)
  })

  test('hdr-histogram-js reads ours and its own form is read', () => {
    const theirs = build({ lowestDiscernibleValue: 1, highestTrackableValue: 3_600_000_000 })
    theirs.recordValueWithCount(1234, 5)
    theirs.recordValueWithCount(99_999, 2)
    const read = decodeHistogram(Buffer.from(encodeIntoCompressedBase64(theirs), 'base64'))
    assert.equal(read.n, 7)
    assert.deepEqual(
      [...read.cells()].map((cell) => cell.count),
      [5, 2],
    )
    const back = decodeFromCompressedBase64(compressHistogram(recorded()).toString('base64'))
    assert.equal(back.totalCount, 14)
  })

  test('bytes that are no histogram are refused with a reason', () => {
    assert.throws(() => decodeHistogram(Buffer.from('not a histogram')), { code: 'hlog.payload' })
    assert.throws(() => decodeHistogram(encodeHistogram(recorded()).subarray(0, 44)), /cut short/)
    assert.throws(() => readHlog('1,2,three'), { code: 'hlog.line' })
  })
})
