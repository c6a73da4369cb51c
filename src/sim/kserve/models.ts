import { TritonError } from './triton.ts'

export type TensorType = 'FP32' | 'BYTES' | 'INT32' | 'BOOL'

export interface TensorSpec {
  readonly name: string
  readonly datatype: TensorType
  /** Without the batch dimension; −1: any. */
  readonly dims: readonly number[]
  readonly optional?: boolean
}

export interface TensorModel {
  readonly name: string
  /** 0: the model does not batch, and shapes have no batch dimension. */
  readonly maxBatch: number
  /** Sends any number of responses to a request. */
  readonly decoupled: boolean
  readonly inputs: readonly TensorSpec[]
  readonly outputs: readonly TensorSpec[]
}

export const MODELS: readonly TensorModel[] = [
  {
    name: 'add',
    maxBatch: 8,
    decoupled: false,
    inputs: [
      { name: 'A', datatype: 'FP32', dims: [4] },
      { name: 'B', datatype: 'FP32', dims: [4] },
    ],
    outputs: [{ name: 'SUM', datatype: 'FP32', dims: [4] }],
  },
  {
    name: 'identity',
    maxBatch: 0,
    decoupled: false,
    inputs: [{ name: 'TEXT', datatype: 'BYTES', dims: [-1] }],
    outputs: [{ name: 'TEXT_OUT', datatype: 'BYTES', dims: [-1] }],
  },
  {
    name: 'llm',
    maxBatch: 0,
    decoupled: true,
    inputs: [
      { name: 'text_input', datatype: 'BYTES', dims: [1] },
      { name: 'max_tokens', datatype: 'INT32', dims: [1], optional: true },
      { name: 'stream', datatype: 'BOOL', dims: [1], optional: true },
      { name: 'fail_after', datatype: 'INT32', dims: [1], optional: true },
    ],
    outputs: [{ name: 'text_output', datatype: 'BYTES', dims: [1] }],
  },
]

/** Shape of a tensor on the wire: with the batch dimension where the model batches. */
export const wireShape = (model: TensorModel, spec: TensorSpec): readonly number[] =>
  model.maxBatch > 0 ? [-1, ...spec.dims] : spec.dims

/** @throws TritonError 404 */
export function findModel(name: string, form: 'json' | 'plain'): TensorModel {
  const model = MODELS.find((candidate) => candidate.name === name)
  if (model) return model
  throw new TritonError(404, form, `Request for unknown model: '${name}' is not found`)
}
