import type { Exchange } from '../http/exchange.ts'
import type { Services } from '../services.ts'
import type { InferRequest } from './infer-request.ts'
import { readInfer } from './infer-request.ts'
import type { TensorModel } from './models.ts'
import { findModel } from './models.ts'
import type { ModelStatistics } from './statistics.ts'
import type { Tensor } from './tensor.ts'
import { dataJson, toBinary } from './tensor.ts'
import { TritonError } from './triton.ts'

/** `POST /v2/models/M/infer`: the batch engine says when, the tensors say what. @throws TritonError */
export function infer(
  services: Services,
  exchange: Exchange,
  name: string,
  statistics: ModelStatistics | undefined,
): void {
  const model = findModel(name, 'plain')
  if (model.decoupled) {
    throw new TritonError(501, 'plain', "HTTP end point doesn't support models with decoupled transaction policy")
  }
  const request = readInfer(exchange, model)
  const items = model.maxBatch > 0 ? request.inputs[0].shape[0] : 1
  const sequence = services.tensors.submit({
    promptTokens: items,
    outputTokens: 1,
    blocks: [],
    token: () => {
      statistics?.succeeded(sequence)
      sendOutputs(exchange, model, request, compute(model, request.inputs))
    },
  })
  exchange.onGone(() => services.tensors.abort(sequence))
}

export function compute(model: TensorModel, inputs: readonly Tensor[]): Tensor {
  const [output] = model.outputs
  const [first, second] = inputs
  const data = model.name === 'add' ? first.data.map((value, i) => Number(value) + Number(second.data[i])) : first.data
  return { name: output.name, datatype: output.datatype, shape: first.shape, data }
}

function sendOutputs({ outlet }: Exchange, model: TensorModel, request: InferRequest, output: Tensor): void {
  const id = request.id === null ? '' : `"id":${JSON.stringify(request.id)},`
  const binary = request.isBinary(output.name) ? toBinary(output) : null
  const data = binary ? `"parameters":{"binary_data_size":${binary.length}}` : `"data":${dataJson(output)}`
  const tensor = `{"name":"${output.name}","datatype":"${output.datatype}","shape":[${output.shape}],${data}}`
  const json = Buffer.from(`{${id}"model_name":"${model.name}","model_version":"1","outputs":[${tensor}]}`)
  if (!binary) {
    return outlet.whole(200, ['Content-Type', 'application/json', 'Content-Length', String(json.length)], json, 1)
  }
  const length = String(json.length + binary.length)
  const type = ['Content-Type', 'application/octet-stream', 'Inference-Header-Content-Length', String(json.length)]
  outlet.whole(200, [...type, 'Content-Length', length], Buffer.concat([json, binary]), 1)
}
