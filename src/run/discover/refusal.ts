import { EXIT, Failure } from '../../base/failure.ts'
import { bodyError } from '../protocols/answer/error-message.ts'
import type { Asker, Reply } from './ask.ts'

const LONGEST = 300

/** What a reply that is no success says, for messages. */
export function sayingOf({ status, text, contentType }: Reply): string {
  if (isHtml(contentType, text)) return `${status} and a web page${titleOf(text)}`
  const message = bodyError(text)
  return message === null ? `${status} without a message` : `${status}: ${message.slice(0, LONGEST)}`
}

/** @throws Failure when the reply asks for credentials or sends elsewhere: nothing else is worth asking then */
export function refuseTurnedAway(asker: Asker, path: string, reply: Reply): void {
  const { baseUrl, access } = asker
  if (reply.status === 401 || reply.status === 403) {
    const sent = access.authorization !== null || Object.keys(access.headers).length > 0
    const hint = sent
      ? 'the key that was sent is not accepted: check TAILGATE_API_KEY, OPENAI_API_KEY or the apiKey of the target'
      : 'put its key into the environment variable TAILGATE_API_KEY or OPENAI_API_KEY; in a scenario, targets.apiKey: { env: NAME }'
    throw new Failure('target.unauthorized', `${baseUrl}${path} answers ${sayingOf(reply)}`, { exit: EXIT.usage, hint })
  }
  if (reply.status >= 300 && reply.status < 400) {
    const to = reply.location === null ? 'elsewhere' : `to ${reply.location}`
    throw new Failure('target.redirect', `${baseUrl}${path} redirects ${to}; redirects are not followed`, {
      exit: EXIT.usage,
      hint: 'give the URL of the server itself',
    })
  }
}

/** Something answers, and it is nothing that Tailgate speaks. */
export function unknownServer({ baseUrl }: Asker, models: Reply): Failure {
  if (isHtml(models.contentType, models.text) && models.status < 400) {
    const message = `${baseUrl} answers with a web page (HTML${titleOf(models.text)}), not with an inference API`
    return new Failure('target.html', message, {
      exit: EXIT.usage,
      hint: 'give the URL of the API itself: where /v1/models or /v2 lies below it',
    })
  }
  const message = `${baseUrl} answers, but neither as an OpenAI-compatible nor as a KServe server: /v1/models gives ${sayingOf(models)}`
  const down = models.status >= 500
  return new Failure(down ? 'target.not-ready' : 'target.unknown', message, {
    exit: down ? EXIT.unreachable : EXIT.usage,
    hint: down
      ? 'it may still be loading its model: try again when its health endpoint says so'
      : 'check port and base path; a server that tells nothing of itself needs a scenario that names protocol and model',
  })
}

const isHtml = (contentType: string, text: string): boolean =>
  /^text\/html\b/i.test(contentType) || /^\s*<(!doctype html|html)\b/i.test(text)

function titleOf(text: string): string {
  const title = /<title[^>]*>([^<]{1,80})/i.exec(text)?.[1].trim()
  return title ? `, “${title}”` : ''
}
