import { EXIT, Failure } from '../../base/failure.ts'
import type { ProtocolName } from '../../model/scenario.ts'
import { isObject, isText } from '../protocols/answer/json-object.ts'
import { type Asker, ask, jsonOf, objectOf } from './ask.ts'
import type { Discovery } from './discovery.ts'
import { saysReady } from './health-path.ts'
import { type KserveModel, readModel } from './kserve-model.ts'

/** So many models are looked at for one that takes prompts. */
const LOOKED_AT = 16

/** A KServe v2 server, known by its server metadata; null when it is none. */
export async function discoverKserve(
  asker: Asker,
  wanted: string | null,
  given: ProtocolName | null,
): Promise<Discovery | null> {
  const told = objectOf(await ask(asker, '/v2'))
  if (told === null || !isText(told.name) || !('version' in told || 'extensions' in told)) return null
  const models = await listModels(asker)
  const model = wanted === null ? await chooseModel(asker, models) : await readModel(asker, wanted)
  if (model === null) throw noModel(asker, wanted, models)
  const protocol = given ?? protocolOf(model)
  const ready = await ask(asker, '/v2/health/ready')
  return {
    baseUrl: asker.baseUrl,
    server: told.name === 'triton' || told.name === 'mlserver' ? told.name : 'kserve',
    version: isText(told.version) ? told.version : null,
    models: models.length > 0 ? models : [model.name],
    model: model.name,
    maxModelLen: null,
    protocol,
    streams: protocol === 'triton-generate-stream',
    inputs: protocol === 'kserve-infer' ? model.inputs : [],
    binary: Array.isArray(told.extensions) && told.extensions.includes('binary_tensor_data'),
    ready: saysReady(ready),
  }
}

async function listModels(asker: Asker): Promise<string[]> {
  const list = jsonOf(await ask(asker, '/v2/repository/index', { ready: true }))
  if (!Array.isArray(list)) return []
  const ready = list.filter(isObject).filter(({ state }) => state === undefined || state === 'READY')
  return [...new Set(ready.map(({ name }) => name).filter(isText))]
}

/** The first that takes prompts, else the first. */
async function chooseModel(asker: Asker, names: readonly string[]): Promise<KserveModel | null> {
  let first: KserveModel | null = null
  for (const name of names.slice(0, LOOKED_AT)) {
    const model = await readModel(asker, name)
    if (model?.isText) return model
    first ??= model
  }
  return first
}

function protocolOf({ isText, isDecoupled }: KserveModel): ProtocolName {
  if (!isText) return 'kserve-infer'
  return isDecoupled ? 'triton-generate-stream' : 'triton-generate'
}

function noModel({ baseUrl }: Asker, wanted: string | null, models: readonly string[]): Failure {
  const message = wanted === null ? `${baseUrl} has no model that is ready` : `${baseUrl} has no model ${wanted}`
  const hint = models.length > 0 ? `it has ${models.join(', ')}` : 'load one, or name it with --model'
  return new Failure('target.model', message, { exit: EXIT.usage, hint })
}
