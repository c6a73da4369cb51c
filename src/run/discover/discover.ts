import type { Discovered } from '../../model/run-log.ts'
import { type Asker, ask } from './ask.ts'
import { baseUrlOf } from './base-url.ts'
import type { DiscoverOptions, Discovery } from './discovery.ts'
import { discoverKserve } from './kserve.ts'
import { discoverOpenai } from './openai.ts'
import { refuseTurnedAway, unknownServer } from './refusal.ts'

/**
 * Asks a URL what it is: first for the models of an OpenAI-compatible server, then for a KServe one. An OpenAI server is
 * also asked for one token, because lists and health endpoints say nothing of routes, keys and chat templates.
 *
 * @throws Failure of exit `unreachable` when nothing answers or the server is not ready, of exit `usage` when it wants a
 *   key, has not the model asked for, or is nothing that Tailgate speaks
 */
export async function discover(url: string, options: DiscoverOptions): Promise<Discovery> {
  const { model, protocol, timeoutMs, ...access } = options
  const asker: Asker = { baseUrl: baseUrlOf(url), access, timeoutMs }
  const isOpenai = protocol?.startsWith('openai')
  const models = await ask(asker, '/v1/models')
  refuseTurnedAway(asker, '/v1/models', models)
  const found =
    (isOpenai !== false && (await discoverOpenai(asker, models, model))) ||
    (isOpenai !== true && (await discoverKserve(asker, model, protocol)))
  if (!found) throw unknownServer(asker, models)
  return { ...found, protocol: protocol ?? found.protocol }
}

/** A discovery as the run log keeps it. @param name of the target */
export function asDiscovered(name: string, { server, version, model, maxModelLen }: Discovery): Discovered {
  return { name, server, version, model, maxModelLen }
}
