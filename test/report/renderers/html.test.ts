import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { composeReport } from '../../../src/report/compose.ts'
import { scaleOf } from '../../../src/report/renderers/html/chart/scale.ts'
import { decadeTicks, evenTicks } from '../../../src/report/renderers/html/chart/ticks.ts'
import { escapeHtml } from '../../../src/report/renderers/html/escape.ts'
import { html } from '../../../src/report/renderers/html.ts'
import { SAMPLES } from '../samples.ts'
import { PLAIN } from './contract.ts'

const page = (sample: keyof typeof SAMPLES) => {
  const { analysis, verdict } = SAMPLES[sample]()
  return html.render(composeReport(analysis, verdict), PLAIN)
}

describe('html', () => {
  test('markup in names and messages stays text', () => {
    assert.equal(escapeHtml(`<a b="c" d='e'>&`), '&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;')
    const tags = new Set(page('failing').match(/<(?=[a-z])[a-z]+[0-9]?/gi))
    for (const tag of ['<script', '<img', '<iframe', '<link rel="stylesheet']) assert.ok(!tags.has(tag))
  })

  test('nothing points outside the page', () => {
    assert.doesNotMatch(page('failing'), /(?:src|href)="(?!#|data:,)|url\(|@import/)
  })

  test('a page stays below 600 kB', () => {
    for (const sample of Object.keys(SAMPLES) as (keyof typeof SAMPLES)[]) assert.ok(page(sample).length < 600_000)
  })

  test('no coordinate is missing, whatever the values', () => {
    for (const sample of Object.keys(SAMPLES) as (keyof typeof SAMPLES)[]) {
      for (const [, attributes] of page(sample).matchAll(/<(?:path|rect|text)([^>]*)>/g)) {
        assert.doesNotMatch(attributes, /NaN|Infinity|undefined/)
      }
    }
  })
})

describe('axes', () => {
  test('ticks are round and reach over the values', () => {
    assert.deepEqual(evenTicks(0, 23, 4), [0, 10, 20, 30])
    assert.deepEqual(decadeTicks(12, 180), [10, 20, 50, 100, 200])
  })

  test('each nine of the percentile axis is as wide as the last', () => {
    const { place } = scaleOf({ label: '', scale: 'percentile', unit: 'share' }, [0, 0.9, 0.99, 0.999], 0, 300, false)
    assert.deepEqual(
      [0, 0.9, 0.99, 0.999, 1].map((q) => Math.round(place(q))),
      [0, 100, 200, 300, 300],
    )
  })

  test('an axis of equal, of zero or of no values can still be drawn', () => {
    for (const scale of ['linear', 'log'] as const) {
      for (const values of [[5, 5], [0], []]) {
        for (const round of [true, false]) {
          const { place, ticks } = scaleOf({ label: '', scale, unit: 'ns' }, values, 0, 100, round)
          assert.ok(values.every((value) => Number.isFinite(place(value))))
          assert.ok(ticks.every(({ at }) => Number.isFinite(at)))
        }
      }
    }
  })
})
