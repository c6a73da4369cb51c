import { type Trouble, troubleOf } from '../wire-failure.ts'

/** What an error of undici, or of the socket under it, says about the wire. */
export function undiciTrouble(error: Error): Trouble {
  const { code = '', message } = error as NodeJS.ErrnoException
  const kind = KINDS[code] ?? (code.startsWith('HPE_') ? 'malformed' : undefined)
  if (kind === undefined) return troubleOf(error, 'open')
  if (code === 'UND_ERR_SOCKET' && message.startsWith('bad ')) return { kind: 'malformed', message }
  return { kind, message: `${code}: ${message}` }
}

const KINDS: { readonly [code: string]: Trouble['kind'] } = {
  UND_ERR_SOCKET: 'fin',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'fin',
  HPE_INVALID_EOF_STATE: 'fin',
  UND_ERR_HEADERS_OVERFLOW: 'malformed',
}
