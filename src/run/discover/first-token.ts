import { EXIT, Failure } from '../../base/failure.ts'
import type { ProtocolName } from '../../model/scenario.ts'
import { type Asker, ask, objectOf, type Reply } from './ask.ts'
import { refuseTurnedAway, sayingOf } from './refusal.ts'

/** A first answer may wait for compilation and cold caches. */
export const FIRST_ANSWER_MS = 60_000

const CHAT = '/v1/chat/completions'
const COMPLETIONS = '/v1/completions'

/**
 * Finds out by one token each which of the two generation APIs a server has: chat if it can.
 * @throws Failure with the server's words when neither gives an answer
 */
export async function firstToken(asker: Asker, model: string | null): Promise<ProtocolName> {
  const patient = { ...asker, timeoutMs: Math.max(asker.timeoutMs, FIRST_ANSWER_MS) }
  const limits = { model: model ?? undefined, max_tokens: 1, temperature: 0, stream: false }
  const chat = await ask(patient, CHAT, { ...limits, messages: [{ role: 'user', content: 'Hi' }] })
  if (isAnswer(chat)) return 'openai-chat'
  refuseTurnedAway(asker, CHAT, chat)
  const completion = await ask(patient, COMPLETIONS, { ...limits, prompt: 'Hi' })
  if (isAnswer(completion)) return 'openai-completions'
  refuseTurnedAway(asker, COMPLETIONS, completion)
  throw noAnswer(asker, chat, completion)
}

const isAnswer = (reply: Reply): boolean => Array.isArray(objectOf(reply)?.choices)

function noAnswer({ baseUrl }: Asker, chat: Reply, completion: Reply): Failure {
  const down = chat.status >= 500 || completion.status >= 500
  const message = `${baseUrl} lists models but answers no request: ${CHAT} gives ${sayingOf(chat)}; ${COMPLETIONS} gives ${sayingOf(completion)}`
  return new Failure(down ? 'target.not-ready' : 'target.refuses', message, {
    exit: down ? EXIT.unreachable : EXIT.usage,
    hint: down ? 'look at the server’s own log' : 'name a model that generates text with --model',
  })
}
