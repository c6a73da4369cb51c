import { isObject, isText, type JsonObject } from '../protocols/answer/json-object.ts'
import { type Asker, ask, objectOf } from './ask.ts'
import { type ModelCard, positive } from './model-cards.ts'

/** What a server tells beyond its models. */
export interface ServerFacts {
  server: string
  version: string | null
  maxModelLen: number | null
  /** Named by servers that list no models. */
  model: string | null
}

interface KnownServer {
  name: string
  /** `owned_by` of its model cards. */
  ownedBy: string | null
  /** Where it tells of itself. */
  path: string
  /** What it tells there; null when this is another server's answer. */
  read(told: JsonObject): Omit<ServerFacts, 'server'> | null
}

const facts = (version: unknown, maxModelLen: unknown, model: unknown = null): Omit<ServerFacts, 'server'> => ({
  version: isText(version) ? version : null,
  maxModelLen: positive(maxModelLen),
  model: isText(model) ? model : null,
})

/** NIM shows vLLM's cards, so it is asked for first. */
const NIM: KnownServer = {
  name: 'nim',
  ownedBy: null,
  path: '/v1/metadata',
  read: (told) => (Array.isArray(told.modelInfo) || isText(told.version) ? facts(told.version, null) : null),
}

const TGI: KnownServer = {
  name: 'tgi',
  ownedBy: null,
  path: '/info',
  read: (told) => (isText(told.model_id) ? facts(told.version, told.max_total_tokens, told.model_id) : null),
}

const LLAMA_CPP: KnownServer = {
  name: 'llama.cpp',
  ownedBy: 'llamacpp',
  path: '/props',
  read: (told) => {
    const generation = told.default_generation_settings
    return isObject(generation) ? facts(told.build_info, generation.n_ctx) : null
  },
}

const SGLANG: KnownServer = {
  name: 'sglang',
  ownedBy: 'sglang',
  path: '/server_info',
  read: (told) => (Array.isArray(told.internal_states) || isText(told.model_path) ? facts(told.version, null) : null),
}

const VLLM: KnownServer = {
  name: 'vllm',
  ownedBy: 'vllm',
  path: '/version',
  read: (told) => (isText(told.version) ? facts(told.version, null) : null),
}

/** In the order in which a server that does not name itself is asked. */
const UNNAMED: readonly KnownServer[] = [TGI, LLAMA_CPP, SGLANG, NIM]
const NAMED: readonly KnownServer[] = [VLLM, SGLANG, LLAMA_CPP]

/** Which OpenAI-compatible server this is, by its cards or by what only it tells; `openai` when nothing tells. */
export async function identifyOpenai(asker: Asker, card: ModelCard | undefined): Promise<ServerFacts> {
  const named = NAMED.find(({ ownedBy }) => ownedBy === card?.ownedBy)
  const candidates = named === VLLM ? [NIM, VLLM] : named ? [named] : UNNAMED
  for (const known of candidates) {
    const told = objectOf(await ask(asker, known.path))
    const read = told && known.read(told)
    if (read) return { server: known.name, ...read }
  }
  return { server: named?.name ?? 'openai', ...facts(null, null) }
}
