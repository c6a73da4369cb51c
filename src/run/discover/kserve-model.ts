import { DATATYPES, type Datatype, type TensorInput } from '../../model/scenario.ts'
import { isObject, isText, type JsonObject } from '../protocols/answer/json-object.ts'
import { type Asker, ask, objectOf } from './ask.ts'

/** What a KServe model's metadata and configuration say. */
export interface KserveModel {
  name: string
  /** Takes `text_input` and gives `text_output`. */
  isText: boolean
  /** Sends any number of responses to one request. */
  isDecoupled: boolean
  inputs: readonly TensorInput[]
}

/** @returns null when the server does not know the model */
export async function readModel(asker: Asker, name: string): Promise<KserveModel | null> {
  const path = `/v2/models/${encodeURIComponent(name)}`
  const metadata = objectOf(await ask(asker, path))
  if (metadata === null) return null
  const config = objectOf(await ask(asker, `${path}/config`)) ?? {}
  const policy = config.model_transaction_policy
  const inputs = tensorsOf(metadata.inputs, optionalInputs(config))
  return {
    name,
    isText: inputs.some((input) => input.name === 'text_input') && namesOf(metadata.outputs).includes('text_output'),
    isDecoupled: isObject(policy) && policy.decoupled === true,
    inputs,
  }
}

/** A variable dimension, most often the batch, becomes 1. An input of an unknown type makes the list unusable. */
function tensorsOf(listed: unknown, optional: readonly string[]): TensorInput[] {
  if (!Array.isArray(listed)) return []
  const tensors = listed.filter(isObject).filter(({ name }) => isText(name) && !optional.includes(name))
  if (!tensors.every(({ datatype }) => DATATYPES.includes(datatype as Datatype))) return []
  return tensors.map(({ name, datatype, shape }) => ({
    name: name as string,
    datatype: datatype as Datatype,
    shape: (Array.isArray(shape) ? shape : []).map((dimension) => Math.max(1, Number(dimension))),
    data: 'random',
  }))
}

function optionalInputs({ input }: JsonObject): string[] {
  if (!Array.isArray(input)) return []
  return namesOf(input.filter((each) => isObject(each) && each.optional === true))
}

function namesOf(list: unknown): string[] {
  if (!Array.isArray(list)) return []
  return list.flatMap((each) => (isObject(each) && isText(each.name) ? [each.name] : []))
}
