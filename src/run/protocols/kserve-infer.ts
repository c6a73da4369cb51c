import { EXIT, Failure } from '../../base/failure.ts'
import type { Sample, TensorSample } from '../datasets/dataset.ts'
import { isObject, type JsonObject } from './answer/json-object.ts'
import type { Payload, Protocol } from './protocol.ts'
import { writeBody } from './request/body.ts'
import { tensorBytes } from './tensor/bytes.ts'
import { InferDecoder } from './tensor/decoder.ts'
import { type InputTensor, tensorJson } from './tensor/json.ts'
import { modelPath } from './triton/request.ts'

/** `POST /v2/models/{model}/infer` of the Open Inference Protocol: tensors as JSON, or as raw bytes behind a JSON head. */
export const kserveInfer: Protocol = {
  encode(sample, target, settings) {
    const tensors = tensorsOf(sample)
    const path = modelPath(target, 'infer')
    return tensors.binary ? binaryPayload(path, tensors, settings.extra) : jsonPayload(path, tensors, settings.extra)
  },
  decoder: () => new InferDecoder(),
}

function tensorsOf(sample: Sample): TensorSample {
  if (sample.kind === 'tensors') return sample
  throw new Failure('protocol.sample', 'kserve-infer sends tensors, but the dataset has prompts', {
    exit: EXIT.usage,
    hint: 'Use a dataset of tensors, or protocol triton-generate for prompts.',
  })
}

function jsonPayload(path: string, sample: TensorSample, extra: JsonObject): Payload {
  const inputs = sample.inputs.map((input) => `${inputHead(input)},"data":${tensorJson(input)}}`)
  const outputs = sample.outputs.map((name) => ({ name }))
  return payload(path, Buffer.from(requestJson(inputs, outputs, extra)), ['content-type', 'application/json'])
}

function binaryPayload(path: string, sample: TensorSample, extra: JsonObject): Payload {
  const tensors = sample.inputs.map(tensorBytes)
  const inputs = sample.inputs.map(
    (input, i) => `${inputHead(input)},"parameters":{"binary_data_size":${tensors[i].length}}}`,
  )
  const outputs = sample.outputs.map((name) => ({ name, parameters: { binary_data: true } }))
  const given = isObject(extra.parameters) ? extra.parameters : {}
  const json = requestJson(inputs, outputs, { ...extra, parameters: { binary_data_output: true, ...given } })
  const head = Buffer.from(json)
  return payload(path, Buffer.concat([head, ...tensors]), [
    'content-type',
    'application/octet-stream',
    'inference-header-content-length',
    String(head.length),
  ])
}

/** An input's description, left open for its data. */
function inputHead({ name, shape, datatype }: InputTensor): string {
  return JSON.stringify({ name, shape, datatype }).slice(0, -1)
}

function requestJson(inputs: readonly string[], outputs: readonly JsonObject[], extra: JsonObject): string {
  const given = { name: 'inputs', json: `[${inputs.join(',')}]`, salt: [] }
  return writeBody({ outputs: outputs.length > 0 ? outputs : undefined }, given, extra).json
}

function payload(path: string, body: Buffer, contentType: readonly string[]): Payload {
  const headers = [...contentType, 'accept-encoding', 'identity']
  return { path, headers, body, salt: [], inputAsked: -1, outputAsked: -1 }
}
