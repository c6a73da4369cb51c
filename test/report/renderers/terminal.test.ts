import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { composeReport } from '../../../src/report/compose.ts'
import { wrap } from '../../../src/report/renderers/terminal/wrap.ts'
import { terminal } from '../../../src/report/renderers/terminal.ts'
import { SAMPLES } from '../samples.ts'

const render = (sample: keyof typeof SAMPLES, width: number, color = false) => {
  const { analysis, verdict } = SAMPLES[sample]()
  return terminal.render(composeReport(analysis, verdict), { color, width })
}

describe('terminal', () => {
  for (const width of [40, 60, 80, 120]) {
    test(`no line is wider than ${width} columns`, () => {
      for (const sample of ['passing', 'failing', 'insufficient', 'empty'] as const) {
        for (const line of render(sample, width).split('\n')) assert.ok([...line].length <= width, line)
      }
    })
  }

  test('no number is cut, however narrow the terminal', () => {
    for (const width of [40, 60])
      assert.match(render('passing', width).replace(/\n +/g, ' '), /itl.*2,392,000.*46\.2 ms/)
    assert.doesNotMatch(render('passing', 40), /\d…/)
  })

  test('a passing run fits one screen', () => {
    assert.ok(render('passing', 80).split('\n').length <= 45)
  })

  test('the verdict is the first word', () => {
    assert.match(render('failing', 80), /^FAIL {2}three replicas/)
  })

  test('colors come only when they are asked for, and change no letter', () => {
    assert.ok(!render('failing', 80).includes('\x1b'))
    assert.ok(render('failing', 80, true).includes('\x1b[31;1mFAIL\x1b[0m'))
    const bare = stripVTControlCharacters(render('failing', 80, true)).replace(/ +$/gm, '')
    assert.equal(bare, render('failing', 80))
  })

  test('percentiles among the failures and of too few values are called so', () => {
    assert.match(render('failing', 80), /ttft +11,988 +131 ms +242 ms +∞ \(failures\)/)
    assert.match(render('insufficient', 80), /ttft +40 +121 ms +215 ms +412 ms \(few\)/)
  })
})

describe('wrap', () => {
  test('breaks at spaces, indents what follows, and cuts what is longer than a line', () => {
    assert.deepEqual(wrap('one two three', 7, '  '), ['one two', '  three'])
    assert.deepEqual(wrap('abcdefgh', 4), ['abcd', 'efgh'])
    assert.deepEqual(wrap('', 4), [''])
  })
})
