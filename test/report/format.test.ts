import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  formatCount,
  formatDuration,
  formatFigure,
  formatNumber,
  formatShare,
  formatValue,
} from '../../src/report/format.ts'
import { figure } from './sample.ts'

describe('durations', () => {
  const cases: [number, string][] = [
    [0, '0 s'],
    [999, '999 ns'],
    [85_000, '85 µs'],
    [999_940, '1 ms'],
    [999_400, '999 µs'],
    [412_345_678, '412 ms'],
    [1_234_567_890, '1.23 s'],
    [600e9, '600 s'],
    [999.9e9, '16.7 min'],
    [7200e9, '2 h'],
    [-2_500_000, '-2.50 ms'],
    [Infinity, '∞ (failures)'],
    [NaN, '–'],
  ]
  for (const [ns, text] of cases) test(`${ns} ns is printed as ${text}`, () => assert.equal(formatDuration(ns), text))

  test('what is printed is within half a percent of what was meant', () => {
    const sizes: { [unit: string]: number } = { ns: 1, µs: 1e3, ms: 1e6, s: 1e9, min: 60e9, h: 3600e9 }
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e15 }), (ns) => {
        const [number, unit] = formatDuration(ns).split(' ')
        const read = Number(number.replaceAll(',', '')) * sizes[unit]
        return Math.abs(read - ns) <= 0.005 * ns + 1e-9
      }),
    )
  })
})

describe('shares', () => {
  const cases: [number, string][] = [
    [1, '100%'],
    [0.9996, '99.96%'],
    [0.999999, '99.9999%'],
    [0.99, '99%'],
    [0.9347, '93.5%'],
    [0.0004, '0.04%'],
    [0, '0%'],
  ]
  for (const [share, text] of cases)
    test(`${share} is printed as ${text}`, () => assert.equal(formatShare(share), text))

  test('nothing less than all is printed as 100%', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 1e9 }), (n) => formatShare((n - 1) / n) !== '100%'),
      { examples: [[2], [200], [1e9]] },
    )
  })
})

describe('numbers', () => {
  test('counts are exact, with thousands set apart', () => {
    assert.equal(formatCount(1_234_567), '1,234,567')
    assert.equal(formatCount(999), '999')
  })

  test('three digits, whole above a thousand, no zeros at the end of a fraction below one', () => {
    assert.deepEqual([19.94, 3987.4, 0.004, 85, 999.96, 1.2].map(formatNumber), [
      '19.9',
      '3,987',
      '0.004',
      '85',
      '1,000',
      '1.20',
    ])
  })

  test('every unit is printed', () => {
    assert.equal(formatValue(19.94, '1/s'), '19.9/s')
    assert.equal(formatValue(3987.4, 'tokens/s'), '3,987 tok/s')
    assert.equal(formatValue(512, 'tokens'), '512 tok')
    assert.equal(formatValue(3 * 2 ** 20, 'bytes'), '3 MiB')
    assert.equal(formatValue(12, 's'), '12 s')
  })
})

describe('figures', () => {
  test('a percentile of too few values is never bare', () => {
    assert.equal(formatFigure(figure('ttft', 'p99', 412e6, 40, { insufficient: true })), '412 ms (few)')
    assert.equal(formatFigure(figure('ttft', 'p99', Infinity, 40, { insufficient: true })), '∞ (few)')
  })

  test('no figure, and a figure of nothing, have no value', () => {
    assert.equal(formatFigure(undefined), '–')
    assert.equal(formatFigure(figure('ttft', 'p99', 0, 0)), '–')
  })
})
