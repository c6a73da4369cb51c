import { EXIT, Failure } from '../../../base/failure.ts'
import type { TensorSample } from '../../datasets/dataset.ts'

export type InputTensor = TensorSample['inputs'][number]

/** The values as a JSON array; 64-bit integers digit by digit. @throws Failure for what JSON cannot hold */
export function tensorJson({ name, datatype, data }: InputTensor): string {
  if (datatype === 'FP16' || datatype === 'BF16') throw noJson(`input "${name}" is ${datatype}`)
  const infinite = data.find((value) => typeof value === 'number' && !Number.isFinite(value))
  if (infinite !== undefined) throw noJson(`input "${name}" holds ${infinite}`)
  return datatype === 'BYTES' ? JSON.stringify(data) : `[${data.map(String).join(',')}]`
}

function noJson(what: string): Failure {
  return new Failure('protocol.tensor', `${what}, which has no form in JSON`, {
    exit: EXIT.usage,
    hint: 'Set `binary: true` on the dataset.',
  })
}
