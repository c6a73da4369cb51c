import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { NS_PER_MS, NS_PER_S } from '../../../src/base/nanos.ts'
import { firstBounds } from '../../../src/cli/first-scenario/first-bounds.ts'
import { firstLoad } from '../../../src/cli/first-scenario/first-load.ts'
import { firstLengths, probeLengths } from '../../../src/cli/first-scenario/lengths.ts'
import { roundDown, roundUp } from '../../../src/cli/first-scenario/round.ts'
import type { Timing } from '../../../src/run/discover/measure-pace.ts'
import { parseRequestBound } from '../../../src/scenario/slo-text.ts'

const timing = (ttftMs: number, tpotMs: number): Timing => ({
  ttft: ttftMs * NS_PER_MS,
  tpot: tpotMs * NS_PER_MS,
  latency: (ttftMs + 31 * tpotMs) * NS_PER_MS,
})
const GPU = timing(60, 10)
const LAPTOP = timing(4000, 90)
const anyTiming = fc
  .tuple(fc.double({ min: 0.1, max: 60_000, noNaN: true }), fc.double({ min: 0.01, max: 2000, noNaN: true }))
  .map(([ttft, tpot]) => timing(ttft, tpot))

describe('lengths of a first load', () => {
  test('are the usual ones for a server that is fast and has room', () => {
    assert.deepEqual(firstLengths(null, GPU), { input: 512, output: { mean: 128, stddev: 32, min: 16, max: 256 } })
    assert.deepEqual(firstLengths(32_768, GPU), firstLengths(null, GPU))
  })

  test('are shorter for a slow one, so that an answer takes seconds', () => {
    const { input, output } = firstLengths(2048, LAPTOP)
    assert.deepEqual([input, output.mean], [128, 22])
  })

  test('always fit into the context, template and salt included', () => {
    fc.assert(
      fc.property(fc.integer({ min: 64, max: 40_000 }), anyTiming, (context, pace) => {
        const { input, output } = firstLengths(context, pace)
        assert.ok(input + output.max + 40 <= context)
        assert.ok(1 <= output.min && output.min <= output.mean && output.mean <= output.max && input >= 1)
        const probe = probeLengths(context)
        assert.ok(probe.input + probe.output + 40 <= context)
      }),
    )
  })
})

describe('a first load', () => {
  test('keeps about four in flight on a server that batches', () => {
    const load = firstLoad({ alone: GPU, together: GPU }, firstLengths(null, GPU))
    assert.deepEqual(load, { rate: '2.5/s', duration: '30s', tail: '3s' })
  })

  test('stays below what a server gets through that serves by turns', () => {
    const together = timing(16_000, 300)
    const lengths = firstLengths(2048, together)
    const { rate, duration } = firstLoad({ alone: LAPTOP, together }, lengths)
    const seconds = (together.ttft + together.tpot * lengths.output.mean) / NS_PER_S
    assert.ok(Number.parseFloat(rate) <= (0.7 * 4) / seconds)
    assert.equal(duration, '120s')
  })

  test('has a rate, a window and a tail for any server', () => {
    fc.assert(
      fc.property(anyTiming, anyTiming, (alone, together) => {
        const { rate, duration, tail } = firstLoad({ alone, together }, firstLengths(null, together))
        assert.ok(Number.parseFloat(rate) >= 0.05 && Number.parseFloat(rate) <= 20)
        assert.match(`${duration} ${tail}`, /^\d+s \d+s$/)
      }),
    )
  })
})

describe('first bounds', () => {
  test('leave room over what was measured, and never bind on our own lateness', () => {
    assert.deepEqual(firstBounds(GPU).request, ['ttft <= 250ms', 'tpot <= 30ms'])
    assert.deepEqual(firstBounds(timing(1, 0.1)).request, ['ttft <= 200ms', 'tpot <= 20ms'])
    const whole = { ttft: Number.NaN, tpot: Number.NaN, latency: 300 * NS_PER_MS }
    assert.deepEqual(firstBounds(whole).request, ['latency <= 1200ms'])
  })

  test('can be read as bounds, whatever was measured', () => {
    fc.assert(
      fc.property(anyTiming, (pace) => {
        for (const text of firstBounds(pace).request) assert.ok('bound' in parseRequestBound(text), text)
      }),
    )
  })
})

describe('round numbers', () => {
  test('are the nearest on their side, within a quarter', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (value) => {
        const [down, up] = [roundDown(value), roundUp(value)]
        assert.ok(down <= value * (1 + 1e-6) && value <= up * (1 + 1e-6))
        assert.ok(up / down <= 1.34)
      }),
    )
    assert.deepEqual([roundUp(11), roundDown(11), roundUp(200), roundDown(200)], [12, 10, 200, 200])
  })
})
