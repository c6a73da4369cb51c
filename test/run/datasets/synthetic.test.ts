import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Dataset, Lengths } from '../../../src/model/scenario.ts'
import { idsOf } from '../../../src/run/datasets/ids.ts'
import { openSynthetic } from '../../../src/run/datasets/synthetic.ts'
import { failureOf, lengthAt, promptAt } from './expect.ts'

const spec = {
  kind: 'synthetic',
  count: 4000,
  input: { kind: 'fixed', value: 100 },
  output: { kind: 'fixed', value: 10 },
  pairs: null,
  sharedPrefix: null,
  seed: '42',
} as const satisfies Dataset

async function inputsOf(input: Lengths, count = 4000): Promise<number[]> {
  const dataset = await openSynthetic({ ...spec, count, input })
  return Array.from({ length: count }, (_, i) => promptAt(dataset, i).inputTokens)
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length
const stddev = (values: readonly number[]) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)))

describe('A synthetic dataset', () => {
  test('has fixed lengths', async () => {
    assert.deepEqual(new Set(await inputsOf({ kind: 'fixed', value: 77 })), new Set([77]))
  })

  test('draws every length of a uniform range about equally often', async () => {
    const counts = new Map<number, number>()
    for (const length of await inputsOf({ kind: 'uniform', min: 3, max: 6 }))
      counts.set(length, (counts.get(length) ?? 0) + 1)
    assert.deepEqual([...counts.keys()].sort(), [3, 4, 5, 6])
    // Four standard errors of a binomial count: 4·√(4000·¼·¾) = 110.
    for (const count of counts.values()) assert.ok(Math.abs(count - 1000) < 110, `${count}`)
  })

  for (const kind of ['normal', 'lognormal'] as const) {
    test(`draws ${kind} lengths with the mean and standard deviation asked for`, async () => {
      const lengths = await inputsOf({ kind, mean: 500, stddev: 100, min: 1, max: 100_000 })
      // Four standard errors: of the mean 4·100/√4000 = 6.4; of the deviation about 4·100·√(κ−1)/√16000 < 8.
      assert.ok(Math.abs(mean(lengths) - 500) < 6.4, `${mean(lengths)}`)
      assert.ok(Math.abs(stddev(lengths) - 100) < 8, `${stddev(lengths)}`)
    })
  }

  test('keeps every length whole, within its bounds and at least 1', async () => {
    const bounded = fc.record({
      kind: fc.constantFrom('normal' as const, 'lognormal' as const),
      mean: fc.integer({ min: 1, max: 1000 }),
      stddev: fc.integer({ min: 0, max: 2000 }),
      min: fc.integer({ min: 0, max: 50 }),
      max: fc.integer({ min: 50, max: 2000 }),
    })
    await fc.assert(
      fc.asyncProperty(bounded, async (lengths) => {
        for (const length of await inputsOf(lengths, 50)) {
          assert.ok(
            Number.isInteger(length) && length >= Math.max(1, lengths.min) && length <= lengths.max,
            `${length}`,
          )
        }
      }),
      { numRuns: 50 },
    )
  })

  test('draws pairs together', async () => {
    const dataset = await openSynthetic({
      ...spec,
      pairs: [
        [10, 1],
        [20, 2],
      ],
    })
    const seen = Array.from({ length: dataset.size }, (_, i) => promptAt(dataset, i))
    assert.ok(seen.every(({ inputTokens, outputTokens }) => inputTokens === 10 * outputTokens))
    assert.equal(new Set(seen.map(({ inputTokens }) => inputTokens)).size, 2)
  })

  test('keeps its rows when more are asked for, and its inputs when outputs change', async () => {
    const input = { kind: 'uniform', min: 1, max: 1000 } as const
    const small = await openSynthetic({ ...spec, input, count: 10 })
    const large = await openSynthetic({ ...spec, input, count: 20, output: { kind: 'uniform', min: 1, max: 5 } })
    for (let i = 0; i < 10; i++) assert.deepEqual(promptAt(small, i).prompt, promptAt(large, i).prompt)
  })

  test('has unlike content in every row, and other lengths with another seed', async () => {
    const dataset = await openSynthetic(spec)
    assert.notDeepEqual(idsOf(lengthAt(dataset, 0)), idsOf(lengthAt(dataset, 1)))
    const input = { kind: 'uniform', min: 1, max: 1000 } as const
    const [one, other] = [await openSynthetic({ ...spec, input }), await openSynthetic({ ...spec, input, seed: '43' })]
    assert.notEqual(promptAt(one, 0).inputTokens, promptAt(other, 0).inputTokens)
  })

  test('begins each prompt with one of as many common prefixes as it has groups', async () => {
    const dataset = await openSynthetic({ ...spec, count: 60, sharedPrefix: { tokens: 64, groups: 3 } })
    const prompts = Array.from({ length: 60 }, (_, i) => idsOf(lengthAt(dataset, i)))
    assert.ok(prompts.every((ids) => ids.length === 100))
    assert.equal(new Set(prompts.map((ids) => ids.subarray(0, 64).join())).size, 3)
    assert.equal(new Set(prompts.map((ids) => ids.subarray(64).join())).size, 60)
  })

  test('cuts the prefix where a prompt is shorter', async () => {
    const input = { kind: 'fixed', value: 20 } as const
    const dataset = await openSynthetic({ ...spec, input, sharedPrefix: { tokens: 64, groups: 1 } })
    assert.deepEqual(lengthAt(dataset, 5).blocks, [{ seed: '42/prefix/0', tokens: 20 }])
  })

  for (const [name, changes] of [
    ['no rows', { count: 0 }],
    ['no pairs', { pairs: [] }],
    ['no prefix groups', { sharedPrefix: { tokens: 1, groups: 0 } }],
  ] as const) {
    test(`of ${name} is refused`, async () => {
      await failureOf(openSynthetic({ ...spec, ...changes }), 'dataset.empty')
    })
  }
})
