import { type Trouble, troubleOf } from '../wire-failure.ts'

const KINDS: { readonly [code: string]: Trouble['kind'] } = {
  UND_ERR_SOCKET: 'fin',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'fin',
  UND_ERR_HEADERS_OVERFLOW: 'malformed',
}

/** What an error of undici, or of the socket under it, says about the wire. */
export function undiciTrouble(error: Error): Trouble {
  const { name, message } = error
  if (name === 'HTTPParserError') return { kind: message.includes('Invalid EOF') ? 'fin' : 'malformed', message }
  const { code = '' } = error as NodeJS.ErrnoException
  const kind = KINDS[code]
  if (kind === undefined) return troubleOf(error, 'open')
  if (code === 'UND_ERR_SOCKET' && message.startsWith('bad ')) return { kind: 'malformed', message }
  return { kind, message: `${code}: ${message}` }
}

/** The error is the socket's, not one that undici destroyed it with. */
export function isOfSocket(error: Error): boolean {
  const { code = '' } = error as NodeJS.ErrnoException
  return error.name !== 'HTTPParserError' && !code.startsWith('UND_')
}
