import { EXIT, Failure } from '../../base/failure.ts'
import { parseEndpoint } from '../transport/endpoint.ts'

/** Paths of the APIs themselves, which people copy together with the address. */
const API_PATH = /\/(v1(\/models|\/completions|\/chat\/completions)?|v2)\/?$/

/** The part of a URL under which a server's APIs lie. @throws Failure `target.url` when it is none */
export function baseUrlOf(text: string): string {
  const { origin, basePath } = parseEndpoint(text)
  const { search, hash } = new URL(text)
  if (search !== '' || hash !== '') {
    throw new Failure('target.url', `${text} has a query or a fragment, which no base URL has`, {
      exit: EXIT.usage,
      hint: `give ${origin}${basePath}; keys belong into TAILGATE_API_KEY or a header`,
    })
  }
  return origin + basePath.replace(API_PATH, '')
}
