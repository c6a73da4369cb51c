import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { DATATYPES, type Datatype, type TensorInput } from '../../../src/model/scenario.ts'
import { openTensors } from '../../../src/run/datasets/tensors.ts'
import { failureOf, tensorsAt } from './expect.ts'

const open = (inputs: readonly TensorInput[], count = 3, seed = '1') =>
  openTensors({ kind: 'tensors', inputs, outputs: ['y'], count, binary: false, seed })

const random = (datatype: Datatype, name = 'x'): TensorInput => ({ name, shape: [8, 16], datatype, data: 'random' })

const fits: { readonly [T in Datatype]: (value: unknown) => boolean } = {
  BOOL: (value) => typeof value === 'boolean',
  UINT8: isSmall,
  UINT16: isSmall,
  UINT32: isSmall,
  UINT64: (value) => typeof value === 'bigint' && isSmall(Number(value)),
  INT8: isSmall,
  INT16: isSmall,
  INT32: isSmall,
  INT64: (value) => typeof value === 'bigint' && isSmall(Number(value)),
  FP16: (value) => isFraction(value) && Number.isInteger((value as number) * 2 ** 8),
  BF16: (value) => isFraction(value) && Number.isInteger((value as number) * 2 ** 8),
  FP32: (value) => isFraction(value) && Math.fround(value as number) === value,
  FP64: isFraction,
  BYTES: (value) => typeof value === 'string' && /^[a-z]{8}$/.test(value),
}

function isSmall(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 127
}

function isFraction(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value < 1
}

describe('A dataset of tensors', () => {
  for (const datatype of DATATYPES) {
    test(`has random ${datatype} values that vary and are exact in their type`, async () => {
      const [input] = tensorsAt(await open([random(datatype)]), 0).inputs
      assert.equal(input.data.length, 128)
      assert.ok(input.data.every(fits[datatype]), String(input.data))
      assert.ok(new Set(input.data).size > 1)
    })
  }

  test('differs by sample, by input and by seed', async () => {
    const dataset = await open([random('FP32'), random('FP32', 'z')])
    const [x, z] = tensorsAt(dataset, 0).inputs
    assert.notDeepEqual(x.data, z.data)
    assert.notDeepEqual(x.data, tensorsAt(dataset, 1).inputs[0].data)
    assert.notDeepEqual(x.data, tensorsAt(await open([random('FP32')], 3, '2'), 0).inputs[0].data)
  })

  test('repeats given values in every sample, 64-bit integers as bigint and exact', async () => {
    const data = [1, '9223372036854775807', '-9223372036854775808']
    const dataset = await open([{ name: 'x', shape: [3], datatype: 'INT64', data }])
    for (const i of [0, 2]) {
      assert.deepEqual(tensorsAt(dataset, i).inputs[0].data, [1n, 2n ** 63n - 1n, -(2n ** 63n)])
    }
  })

  test('hands over names, shapes, outputs and encoding', async () => {
    const { inputs, outputs, binary } = tensorsAt(
      await open([{ name: 'x', shape: [1, 2], datatype: 'BYTES', data: ['a', 'ü'] }]),
      0,
    )
    assert.deepEqual(inputs, [{ name: 'x', shape: [1, 2], datatype: 'BYTES', data: ['a', 'ü'] }])
    assert.deepEqual([outputs, binary], [['y'], false])
  })

  for (const [datatype, shape, data, message] of [
    ['FP32', [2, 2], [1, 2, 3], /expected 4 values for shape \[2, 2\], got 3/],
    ['FP32', [1], ['1'], /datatype FP32, got "1"/],
    ['UINT8', [1], [256], /datatype UINT8, got 256/],
    ['INT8', [1], [-129], /got -129/],
    ['INT32', [1], [1.5], /got 1.5/],
    ['UINT64', [1], ['18446744073709551616'], /got "18446744073709551616"/],
    ['BOOL', [1], [1], /got 1/],
    ['BYTES', [1], [1], /got 1/],
    ['FP32', [-1], 'random', /dimensions from 1 on, got -1/],
  ] as const) {
    test(`refuses ${JSON.stringify(data)} as ${datatype} of shape [${shape}]`, async () => {
      const failure = await failureOf(open([{ name: 'x', shape, datatype, data }]), 'dataset.tensor')
      assert.match(failure.message, message)
      assert.match(failure.message, /^input "x"/)
    })
  }

  test('of no samples is refused', async () => {
    await failureOf(open([random('FP32')], 0), 'dataset.empty')
  })
})
