import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Failure } from '../../../src/base/failure.ts'
import { calibrate } from '../../../src/run/datasets/calibrate.ts'
import { textOf } from '../../../src/run/datasets/text.ts'

const wordsIn = (text: string) => text.split(' ').length

describe('Calibration', () => {
  test('finds one token a word and the template of a server that counts so', async () => {
    assert.deepEqual(await calibrate(async (text) => wordsIn(text) + 11), { wordsPerToken: 1, templateTokens: 11 })
  })

  test('takes two probes', async () => {
    let probes = 0
    await calibrate(async (text) => {
      probes++
      return wordsIn(text)
    })
    assert.equal(probes, 2)
  })

  test('makes text of the wanted length, within 1 %, for any ratio and template', async () => {
    const server = fc.record({ ratio: fc.double({ min: 0.5, max: 3, noNaN: true }), template: fc.nat(200) })
    await fc.assert(
      fc.asyncProperty(server, fc.integer({ min: 500, max: 5000 }), async ({ ratio, template }, tokens) => {
        const count = async (text: string) => Math.ceil(wordsIn(text) * ratio) + template
        const { wordsPerToken, templateTokens } = await calibrate(count)
        const text = textOf({ kind: 'length', tokens, blocks: [{ seed: 'x', tokens }] }, wordsPerToken)
        assert.ok(Math.abs(templateTokens - template) <= 1)
        assert.ok(Math.abs((await count(text)) - template - tokens) <= 0.01 * tokens)
      }),
    )
  })

  for (const [name, count] of [
    ['the same for any text', async () => 12],
    ['nothing', async () => -1],
    ['no number', async () => Number.NaN],
  ] as const) {
    test(`refuses a server that reports ${name}`, async () => {
      await assert.rejects(
        calibrate(count),
        (error) => error instanceof Failure && error.code === 'dataset.calibration',
      )
    })
  }
})
