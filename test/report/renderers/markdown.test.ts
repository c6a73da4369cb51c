import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { composeReport } from '../../../src/report/compose.ts'
import { code, fence, inline } from '../../../src/report/renderers/markdown/escape.ts'
import { markdown } from '../../../src/report/renderers/markdown.ts'
import { SAMPLES } from '../samples.ts'
import { PLAIN } from './contract.ts'

describe('markdown', () => {
  test('text cannot become markup', () => {
    assert.equal(inline('*a* <b> [x](y) | `c`'), '\\*a\\* &lt;b&gt; \\[x\\](y) \\| \\`c\\`')
    assert.equal(inline('a\n# b'), 'a\\\\n\\# b')
  })

  test('a code span cannot be ended from inside', () => {
    assert.equal(code('a`b``c'), '```a`b``c```')
    assert.equal(code('`a'), '`` `a ``')
    assert.equal(code('a|b'), '`a\\|b`')
  })

  test('a fence is longer than any in its text', () => {
    assert.equal(fence('```', 'sh'), '````sh\n```\n````')
  })

  test('every row of a table has as many cells as its head', () => {
    for (const make of Object.values(SAMPLES)) {
      const { analysis, verdict } = make()
      let cells = 0
      for (const line of markdown.render(composeReport(analysis, verdict), PLAIN).split('\n')) {
        const bars = line.replaceAll('\\|', '').split('|').length
        if (!line.startsWith('|')) cells = 0
        else if (cells === 0) cells = bars
        else assert.equal(bars, cells, line)
      }
    }
  })
})
