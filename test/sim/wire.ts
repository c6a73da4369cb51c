import { connect } from 'node:net'

/** What came back on a socket, and how it ended. */
export interface Received {
  bytes: Buffer
  end: 'whole' | 'fin' | 'reset'
}

/**
 * Sends bytes as they are and reads until one response is whole, or the server ends the connection.
 * @param stopAfter closes the client's side once so much text has come
 */
export function sendRaw(
  port: number,
  request: Buffer | string,
  stopAfter?: (text: string) => boolean,
): Promise<Received> {
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => socket.write(request))
    const done = (end: Received['end']) => {
      resolve({ bytes: Buffer.concat(parts), end })
      socket.destroy()
    }
    socket.on('data', (part) => {
      parts.push(part)
      const bytes = Buffer.concat(parts)
      if (isWhole(bytes) || stopAfter?.(bytes.toString('latin1'))) done('whole')
    })
    socket.on('end', () => done('fin'))
    socket.on('error', () => done('reset'))
  })
}

export interface ParsedResponse {
  status: number
  reason: string
  /** As written, in their order. */
  headers: [name: string, value: string][]
  /** Of a chunked body; null for others. */
  chunks: Buffer[] | null
  body: Buffer
}

export function parseResponse(bytes: Buffer): ParsedResponse {
  const split = bytes.indexOf('\r\n\r\n')
  const [first, ...lines] = bytes.toString('latin1', 0, split).split('\r\n')
  const [, status, reason] = /^HTTP\/1\.1 (\d+) (.*)$/.exec(first)!
  const headers = lines.map((line) => line.split(/: (.*)/, 2) as [string, string])
  const rest = bytes.subarray(split + 4)
  const chunked = headers.some(([name, value]) => name.toLowerCase() === 'transfer-encoding' && value === 'chunked')
  const chunks = chunked ? splitChunks(rest).chunks : null
  return { status: Number(status), reason, headers, chunks, body: chunks ? Buffer.concat(chunks) : rest }
}

/** Payloads of the server-sent events of a body. */
export function eventsOf(body: Buffer): string[] {
  const events = body.toString('utf8').split('\n\n')
  return events.filter((event) => event.startsWith('data: ')).map((event) => event.slice('data: '.length))
}

export function post(path: string, body: unknown, headers: readonly string[] = []): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const own = ['Host: sim', 'Content-Type: application/json', `Content-Length: ${Buffer.byteLength(text)}`, ...headers]
  return `POST ${path} HTTP/1.1\r\n${own.join('\r\n')}\r\n\r\n${text}`
}

export const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: sim\r\n\r\n`

function isWhole(bytes: Buffer): boolean {
  const split = bytes.indexOf('\r\n\r\n')
  if (split < 0) return false
  const head = bytes.toString('latin1', 0, split).toLowerCase()
  if (head.includes('transfer-encoding: chunked')) return splitChunks(bytes.subarray(split + 4)).whole
  const length = /content-length: (\d+)/.exec(head)
  return length !== null && bytes.length >= split + 4 + Number(length[1])
}

function splitChunks(bytes: Buffer): { chunks: Buffer[]; whole: boolean } {
  const chunks: Buffer[] = []
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd < 0) return { chunks, whole: false }
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    const from = lineEnd + 2
    if (size === 0) return { chunks, whole: bytes.length >= from + 2 }
    if (bytes.length < from + size + 2) return { chunks, whole: false }
    chunks.push(bytes.subarray(from, from + size))
    at = from + size + 2
  }
}
