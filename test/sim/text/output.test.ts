import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { OutputRequest } from '../../../src/sim/text/output.ts'
import { planOutput } from '../../../src/sim/text/output.ts'

const REQUEST: OutputRequest = {
  seed: 1,
  maxTokens: 100,
  minTokens: 0,
  ignoreEos: false,
  stop: [],
  naturalTokens: 50,
  halfCharacters: 0,
}

const textOf = (request: OutputRequest) => {
  const output = planOutput(request)
  return Array.from({ length: output.tokens }, (_, i) => output.text(i)).join('')
}

describe('a planned output', () => {
  test('ignore_eos makes it exactly as long as asked', () => {
    for (let seed = 0; seed < 50; seed++) {
      const output = planOutput({ ...REQUEST, seed, ignoreEos: true })
      assert.deepEqual([output.tokens, output.finish], [100, 'length'])
    }
  })

  test('without it answers end by themselves about where they are told to, never below min_tokens', () => {
    const outputs = Array.from({ length: 400 }, (_, seed) =>
      planOutput({ ...REQUEST, seed, maxTokens: 10_000, minTokens: 5 }),
    )
    assert.ok(outputs.every(({ tokens, finish }) => tokens > 5 && finish === 'stop'))
    const mean = outputs.reduce((sum, { tokens }) => sum + tokens, 0) / outputs.length
    assert.ok(mean > 44 && mean < 60, String(mean))
  })

  test('a stop string ends it, is not said, and is named', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.constantFrom('e', ' the', 'in', '.', ' a'), (seed, stop) => {
        const request = { ...REQUEST, seed, ignoreEos: true, maxTokens: 400 }
        const stopped = planOutput({ ...request, stop: [stop] })
        const whole = textOf(request)
        if (!whole.includes(stop)) return assert.equal(stopped.finish, 'length')
        assert.deepEqual([stopped.finish, stopped.stopReason], ['stop', stop])
        const said = textOf({ ...request, stop: [stop] })
        assert.ok(whole.startsWith(said))
        assert.ok(stop.length > 1 || !said.includes(stop))
      }),
    )
  })

  test('a half character has no text and leaves a replacement character to the next token', () => {
    const output = planOutput({ ...REQUEST, ignoreEos: true, halfCharacters: 0.2 })
    const texts = Array.from({ length: output.tokens }, (_, i) => output.text(i))
    const halves = texts.flatMap((text, i) => (text === '' ? [i] : []))
    assert.ok(halves.length > 5)
    for (const i of halves) assert.ok(texts[i + 1] === '' || texts[i + 1]?.startsWith('\ufffd') || i === 99)
  })

  test('its JSON spelling says the same as its text', () => {
    const output = planOutput({ ...REQUEST, ignoreEos: true, halfCharacters: 0.1 })
    for (let i = 0; i < output.tokens; i++) assert.equal(JSON.parse(`"${output.json(i)}"`), output.text(i))
  })
})
