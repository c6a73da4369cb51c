import { Failure } from '../../base/failure.ts'
import type { Datatype } from '../../model/scenario.ts'
import { type Asker, ask } from '../discover/ask.ts'
import { readModel } from '../discover/kserve-model.ts'
import type { FaultTarget } from './director.ts'

export interface OneToken {
  answered: boolean
  /** In one phrase, for the log. */
  why: string
}

const ONE_TOKEN = { max_tokens: 1, temperature: 0, stream: false }

/** Asks a replica once for as little as its protocol can ask for. docs/methodology.md §8 */
export async function askOneToken(target: FaultTarget, asker: Asker): Promise<OneToken> {
  try {
    const { path, json } = await question(target, asker)
    const { status, text } = await ask(asker, path, json)
    if (status < 200 || status > 299) return { answered: false, why: `${path} answers ${status}` }
    if (/^\s*\{\s*"error"/.test(text)) return { answered: false, why: `${path} answers with an error` }
    return { answered: true, why: `${path} answers ${status}` }
  } catch (error) {
    if (error instanceof Failure) return { answered: false, why: error.message }
    throw error
  }
}

interface Question {
  path: string
  json: object
}

async function question(target: FaultTarget, asker: Asker): Promise<Question> {
  const { protocol } = target
  const model = target.model ?? undefined
  const path = `/v2/models/${encodeURIComponent(target.model ?? '')}`
  switch (protocol) {
    case 'openai-completions':
      return { path: '/v1/completions', json: { model, prompt: 'Hi', ...ONE_TOKEN } }
    case 'openai-chat':
      return {
        path: '/v1/chat/completions',
        json: { model, messages: [{ role: 'user', content: 'Hi' }], ...ONE_TOKEN },
      }
    case 'triton-generate':
      return { path: `${path}/generate`, json: { text_input: 'Hi', ...ONE_TOKEN } }
    case 'triton-generate-stream':
      return { path: `${path}/generate_stream`, json: { text_input: 'Hi', ...ONE_TOKEN, stream: true } }
    case 'kserve-infer':
      return { path: `${path}/infer`, json: { inputs: await zeros(target, asker) } }
  }
}

/** One element of every declared input, zero or empty. */
async function zeros(target: FaultTarget, asker: Asker): Promise<object[]> {
  const model = await readModel(asker, target.model ?? '')
  return (model?.inputs ?? []).map(({ name, shape, datatype }) => {
    const size = shape.reduce((product, dimension) => product * dimension, 1)
    return { name, shape, datatype, data: Array<unknown>(size).fill(zeroOf(datatype)) }
  })
}

const zeroOf = (datatype: Datatype): unknown => (datatype === 'BYTES' ? '' : datatype === 'BOOL' ? false : 0)
