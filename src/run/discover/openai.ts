import { EXIT, Failure } from '../../base/failure.ts'
import { type Asker, ask, type Reply } from './ask.ts'
import type { Discovery } from './discovery.ts'
import { firstToken } from './first-token.ts'
import { type ModelCard, readCards } from './model-cards.ts'
import { identifyOpenai } from './openai-servers.ts'

/** An OpenAI-compatible server, known by its list of models; null when it is none. */
export async function discoverOpenai(asker: Asker, models: Reply, wanted: string | null): Promise<Discovery | null> {
  const cards = readCards(models)
  const facts = await identifyOpenai(asker, cards?.[0])
  if (cards === null && facts.model === null) return null
  const card = chooseCard(asker, cards ?? [], wanted)
  const model = wanted ?? card?.id ?? facts.model
  if (model === null) throw noModel(asker)
  const health = await ask(asker, '/health')
  return {
    baseUrl: asker.baseUrl,
    server: facts.server,
    version: facts.version,
    models: cards?.map(({ id }) => id) ?? [model],
    model,
    maxModelLen: card?.maxModelLen ?? facts.maxModelLen,
    protocol: await firstToken(asker, model),
    streams: true,
    inputs: [],
    binary: false,
    ready: health.status < 500,
  }
}

function chooseCard(asker: Asker, cards: readonly ModelCard[], wanted: string | null): ModelCard | undefined {
  if (wanted === null) return cards.find(({ isAdapter }) => !isAdapter) ?? cards[0]
  const card = cards.find(({ id }) => id === wanted)
  if (card === undefined && cards.length > 0) {
    const has = cards.map(({ id }) => id).join(', ')
    const details = { exit: EXIT.usage, hint: `it has ${has}` }
    throw new Failure('target.model', `${asker.baseUrl} has no model ${wanted}`, details)
  }
  return card
}

function noModel({ baseUrl }: Asker): Failure {
  return new Failure('target.model', `${baseUrl} lists no model`, {
    exit: EXIT.usage,
    hint: 'load one, or name it with --model',
  })
}
