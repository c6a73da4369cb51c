import assert from 'node:assert/strict'
import { Failure } from '../../../src/base/failure.ts'
import type { LengthPrompt, OpenDataset, PromptSample, TensorSample } from '../../../src/run/datasets/dataset.ts'

/** The Failure a promise rejects with, checked for its code and exit. */
export async function failureOf(promise: Promise<OpenDataset>, code: string): Promise<Failure> {
  const error = await promise.then(
    (dataset) => {
      dataset.close()
      return assert.fail('expected a Failure, but the dataset opened')
    },
    (error: unknown) => error,
  )
  assert.ok(error instanceof Failure, String(error))
  assert.equal(error.code, code)
  assert.equal(error.exit, 2)
  return error
}

export function promptAt(dataset: OpenDataset, index: number): PromptSample {
  const sample = dataset.sample(index)
  assert.ok(sample.kind === 'prompt')
  return sample
}

export function lengthAt(dataset: OpenDataset, index: number): LengthPrompt {
  const { prompt } = promptAt(dataset, index)
  assert.ok(prompt.kind === 'length')
  return prompt
}

export function tensorsAt(dataset: OpenDataset, index: number): TensorSample {
  const sample = dataset.sample(index)
  assert.ok(sample.kind === 'tensors')
  return sample
}

export const all = (dataset: OpenDataset) => Array.from({ length: dataset.size }, (_, i) => dataset.sample(i))
