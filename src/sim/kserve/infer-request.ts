import type { Exchange } from '../http/exchange.ts'
import type { TensorModel } from './models.ts'
import { wireShape } from './models.ts'
import type { Tensor } from './tensor.ts'
import { elements, flatten, fromBinary } from './tensor.ts'
import { TritonError } from './triton.ts'

export interface InferRequest {
  readonly id: string | null
  readonly inputs: readonly Tensor[]
  /** Which outputs are wanted as bytes behind the JSON. */
  isBinary(output: string): boolean
}

interface WireTensor {
  name: string
  shape: number[]
  datatype: string
  data?: unknown
  parameters?: { binary_data_size?: number; binary_data?: boolean }
}

interface WireBody {
  id?: string
  inputs?: WireTensor[]
  outputs?: WireTensor[]
  parameters?: { binary_data_output?: boolean }
}

/** @throws TritonError */
export function readInfer(exchange: Exchange, model: TensorModel): InferRequest {
  const header = exchange.headers['inference-header-content-length']
  const jsonLength = header === undefined ? exchange.body.length : Number(header)
  const body = decodeJson(exchange.body.subarray(0, jsonLength)) as WireBody
  const asked = body.inputs ?? []
  const refuse = (message: string) =>
    new TritonError(400, 'json', `[request id: ${body.id ?? '<id_unknown>'}] ${message}`)
  checkNames(model, asked, refuse)
  let at = jsonLength
  const inputs = asked.map((input) => {
    checkInput(model, input, refuse)
    const size = input.parameters?.binary_data_size
    const datatype = input.datatype as Tensor['datatype']
    const data = size === undefined ? flatten(input.data) : fromBinary(datatype, exchange.body.subarray(at, at + size))
    at += size ?? 0
    if (data.length !== elements(input.shape))
      throw refuse(`input '${input.name}' has ${data.length} elements, expected ${elements(input.shape)}`)
    return { name: input.name, datatype, shape: input.shape, data }
  })
  const all = body.parameters?.binary_data_output ?? false
  const isBinary = (name: string) =>
    body.outputs?.find((output) => output.name === name)?.parameters?.binary_data ?? all
  return { id: body.id ?? null, inputs, isBinary }
}

/** @throws TritonError 500, as Triton answers a client's broken JSON */
export function decodeJson(bytes: Buffer): { [field: string]: unknown } {
  const text = bytes.toString('utf8')
  try {
    return JSON.parse(text)
  } catch (error) {
    const position = / at position (\d+)/.exec(String(error))?.[1] ?? text.length
    throw new TritonError(500, 'json', `failed to parse the request JSON buffer: Invalid value. at ${position}`)
  }
}

type Refuse = (message: string) => TritonError

function checkNames(model: TensorModel, asked: readonly WireTensor[], refuse: Refuse): void {
  const list = (names: readonly string[]) => names.map((name) => `'${name}'`).join(',')
  const got = asked.map((input) => input.name)
  const missing = model.inputs.map((spec) => spec.name).filter((name) => !got.includes(name))
  if (missing.length === 0) return
  throw refuse(
    `expected ${model.inputs.length} inputs but got ${got.length} inputs for model '${model.name}'. ` +
      `Got input(s) [${list(got)}], but missing required input(s) [${list(missing)}]. Please provide all required input(s).`,
  )
}

function checkInput(model: TensorModel, input: WireTensor, refuse: Refuse): void {
  const spec = model.inputs.find(({ name }) => name === input.name)
  if (!spec) throw refuse(`unexpected inference input '${input.name}' for model '${model.name}'`)
  const expected = wireShape(model, spec)
  const fits =
    expected.length === input.shape?.length && expected.every((size, i) => size === -1 || size === input.shape[i])
  if (!fits) throw refuse(unexpectedShape(model, input, expected))
  if (model.maxBatch > 0 && input.shape[0] > model.maxBatch) {
    throw refuse(`inference request batch-size must be <= ${model.maxBatch} for '${model.name}'`)
  }
  if (input.datatype !== spec.datatype) {
    const said = `inference input '${input.name}' data-type is '${input.datatype}'`
    throw refuse(`${said}, but model '${model.name}' expects '${spec.datatype}'`)
  }
}

function unexpectedShape(model: TensorModel, input: WireTensor, expected: readonly number[]): string {
  const found = `unexpected shape for input '${input.name}' for model '${model.name}'. Expected [${expected}], got [${input.shape}].`
  if (model.maxBatch === 0) return found
  return (
    `${found} NOTE: Setting a non-zero max_batch_size in the model config requires a batch dimension to be prepended ` +
    'to each input shape. If you want to specify the full shape including the batch dim in your input dims config, ' +
    'try setting max_batch_size to zero. See the model configuration docs for more info on max_batch_size.'
  )
}
