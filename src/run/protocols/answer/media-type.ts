import type { ResponseHead } from '../protocol.ts'

export type MediaType = 'events' | 'json' | 'binary' | 'other'

/** What kind of body a head announces; null when it does not say. */
export function mediaTypeOf(head: ResponseHead): MediaType | null {
  const value = head.header('content-type')
  if (value === undefined || value.trim() === '') return null
  if (value !== lastValue) {
    lastValue = value
    lastType = typeOf(value)
  }
  return lastType
}

/** Successive answers nearly always have the same type. */
let lastValue = ''
let lastType: MediaType = 'other'

function typeOf(value: string): MediaType {
  const semicolon = value.indexOf(';')
  const type = (semicolon < 0 ? value : value.slice(0, semicolon)).trim().toLowerCase()
  if (type === 'text/event-stream') return 'events'
  if (type === 'application/json' || type.endsWith('+json')) return 'json'
  return type === 'application/octet-stream' ? 'binary' : 'other'
}

/** Why a body cannot be read although its bytes came whole: it is compressed, though that was not asked for. */
export function foreignEncoding(head: ResponseHead): string | null {
  const encoding = head.header('content-encoding')?.trim().toLowerCase()
  return encoding === undefined || encoding === '' || encoding === 'identity' ? null : `content-encoding ${encoding}`
}

/** Says that a body of this media type was not asked for. */
export function foreignMedia(head: ResponseHead, expected: string): string {
  return `content-type ${head.header('content-type')} where ${expected} was expected`
}
