import type { Exchange } from '../http/exchange.ts'
import type { Services } from '../services.ts'
import { compute } from './infer.ts'
import { decodeJson } from './infer-request.ts'
import type { TensorModel } from './models.ts'
import { findModel } from './models.ts'
import type { ModelStatistics } from './statistics.ts'
import { flatten } from './tensor.ts'
import type { TextResponse } from './text-model.ts'
import { readText, runText } from './text-model.ts'
import { tritonChunked } from './triton.ts'

const EXACTLY_ONE =
  'generate expects model to produce exactly 1 response, use generate stream for model that generates various number of responses'

type Fields = { readonly [field: string]: unknown }

/** One response as it is spelled on the wire. */
interface Spelled {
  json: string
  tokens: number
  failed: boolean
}

/** `POST …/generate`: one JSON object, in a chunked body. @throws TritonError */
export function generate(services: Services, exchange: Exchange, name: string, statistics: ModelStatistics): void {
  const responses: Spelled[] = []
  const finish = () => {
    const single = responses.length === 1 ? responses[0] : failure(EXACTLY_ONE)
    tritonChunked(exchange.outlet, responses.length === 1 && single.failed ? 400 : 200, 'application/json')
    exchange.outlet.chunk(single.json, single.tokens)
    exchange.outlet.end()
  }
  run(services, exchange, name, statistics, (response) => responses.push(response), finish)
}

/** `POST …/generate_stream`: one event per response; the first one decides the status. @throws TritonError */
export function generateStream(
  services: Services,
  exchange: Exchange,
  name: string,
  statistics: ModelStatistics,
): void {
  const { outlet } = exchange
  let begun = false
  const begin = (status: number) => {
    if (!begun) tritonChunked(outlet, status, 'text/event-stream; charset=utf-8')
    begun = true
  }
  const respond = ({ json, tokens, failed }: Spelled) => {
    begin(failed ? 400 : 200)
    outlet.chunk(`data: ${json}\n\n`, tokens)
  }
  const done = () => {
    begin(200)
    outlet.end()
  }
  run(services, exchange, name, statistics, respond, done)
}

function run(
  services: Services,
  exchange: Exchange,
  name: string,
  statistics: ModelStatistics,
  respond: (response: Spelled) => void,
  done: () => void,
): void {
  const model = findModel(name, 'json')
  const body = decodeJson(exchange.body)
  const named = { ...(body.id === undefined ? {} : { id: body.id }), model_name: name, model_version: '1' }
  if (!model.decoupled) {
    respond({ json: JSON.stringify({ ...tensorFields(model, body), ...named }), tokens: 1, failed: false })
    return done()
  }
  const spell = (response: TextResponse) => {
    if ('error' in response) return failure(response.error)
    return { json: JSON.stringify({ ...named, text_output: response.text }), tokens: response.tokens, failed: false }
  }
  const cancel = runText(services, readText(body), statistics, (response) => respond(spell(response)), done)
  exchange.onGone(cancel)
}

const failure = (message: string): Spelled => ({ json: JSON.stringify({ error: message }), tokens: 0, failed: true })

/** A model of tensors asked by `generate`: each field is a tensor; a single value is written without its list. */
function tensorFields(model: TensorModel, body: Fields): Fields {
  const inputs = model.inputs.map(({ name, datatype }) => {
    const data = flatten([body[name] ?? []])
    return { name, datatype, shape: [data.length], data }
  })
  const { name, data } = compute(model, inputs)
  return { [name]: data.length === 1 ? data[0] : data }
}
