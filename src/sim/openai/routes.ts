import { randomBytes } from 'node:crypto'
import { seedOf } from '../engine/random.ts'
import type { Exchange } from '../http/exchange.ts'
import type { Route } from '../http/route.ts'
import { uvicornEmpty, uvicornJson, uvicornText } from '../http/uvicorn.ts'
import type { Services } from '../services.ts'
import type { AnswerContext } from './answer.ts'
import { ApiError } from './api-error.ts'
import { readChat } from './chat-request.ts'
import { readCompletions } from './completions-request.ts'
import { decodeBody } from './fields.ts'
import { LiveGeneration } from './live-generation.ts'
import { modelList } from './models.ts'
import type { ApiName } from './shapes/index.ts'
import { SHAPES } from './shapes/index.ts'
import { StreamAnswer } from './stream-answer.ts'
import { WholeAnswer } from './whole-answer.ts'

const READERS = { completions: readCompletions, chat: readChat } as const

/** The OpenAI-compatible surface as vLLM serves it. */
export function openaiRoutes(services: Services): readonly Route[] {
  const { settings } = services
  return [
    post(/^\/v1\/completions$/, (exchange) => generate(services, 'completions', exchange)),
    post(/^\/v1\/chat\/completions$/, (exchange) => generate(services, 'chat', exchange)),
    get(/^\/v1\/models$/, ({ outlet }) => uvicornJson(outlet, 200, modelList(settings))),
    get(/^\/health$/, ({ outlet }) => uvicornEmpty(outlet, 200)),
    get(/^\/version$/, ({ outlet }) => uvicornJson(outlet, 200, { version: '0.32.0+sim' })),
    get(/^\/metrics$/, ({ outlet }) =>
      uvicornText(outlet, 200, 'text/plain; version=1.0.0; charset=utf-8', services.metrics.expose()),
    ),
  ]
}

const get = (path: RegExp, handle: (exchange: Exchange) => void): Route => ({
  method: 'GET',
  path,
  inference: false,
  handle,
})
const post = (path: RegExp, handle: (exchange: Exchange) => void): Route => ({
  method: 'POST',
  path,
  inference: true,
  handle,
})

function generate(services: Services, api: ApiName, exchange: Exchange): void {
  const { settings } = services
  try {
    const body = decodeBody(exchange.body, exchange.headers['content-type'])
    const generation = READERS[api](body, settings, settings.engine.prefixCache)
    const id = exchange.truth?.id ?? randomBytes(8).toString('hex')
    const context: AnswerContext = {
      id: `${SHAPES[api].idPrefix}-${id}`,
      created: Math.floor(Date.now() / 1000),
      model: settings.model,
      api,
      generation,
      outlet: exchange.outlet,
      streamInterval: settings.streamInterval,
    }
    const choices = generation.prompts.length * generation.n
    const answer = generation.stream ? new StreamAnswer(context, choices) : new WholeAnswer(context)
    const seed = generation.seed ?? seedOf(`${settings.seed} ${services.nextRequest()}`)
    new LiveGeneration(services, exchange, answer, generation, seed)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    uvicornJson(exchange.outlet, error.status, error.body)
  }
}

/** FastAPI's own answers to what no route takes. */
export function vllmUnrouted({ outlet }: Exchange, allowed: readonly string[]): void {
  if (allowed.length === 0) return uvicornJson(outlet, 404, { detail: 'Not Found' })
  const body = JSON.stringify({ detail: 'Method Not Allowed' })
  uvicornText(outlet, 405, 'application/json', body, ['allow', allowed.join(', ')])
}
