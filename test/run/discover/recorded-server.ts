import { readFileSync } from 'node:fs'
import { serve } from '../transport/scripted-server.ts'

const folder = new URL('../../fixtures/recordings/', import.meta.url)

/** The raw answer of a recorded exchange, and the request line it answered. */
function recorded(name: string): { line: string; response: Buffer } {
  const bytes = readFileSync(new URL(`${name}.http`, folder))
  const times = JSON.parse(readFileSync(new URL(`${name}.times.json`, folder), 'utf8'))
  const [line] = bytes.toString('latin1').split('\r\n', 1)
  return { line, response: bytes.subarray(times.request_length) }
}

const NOT_FOUND =
  'HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\ncontent-length: 22\r\n\r\n{"detail":"Not Found"}'

export interface RecordedServer {
  url: string
  /** Request lines and credentials as they came. */
  asked: { line: string; authorization: string | undefined }[]
  close(): Promise<void>
}

/**
 * Answers each request line with what a real server answered to it, and 404 to any other.
 * @param written answers that were not recorded, by request line
 */
export async function recordedServer(
  names: readonly string[],
  written: { readonly [line: string]: string } = {},
): Promise<RecordedServer> {
  const answers = new Map<string, string | Buffer>(Object.entries(written))
  for (const { line, response } of names.map(recorded)) answers.set(line.replace(/ HTTP.*/, ''), response)
  const asked: RecordedServer['asked'] = []
  const server = await serve(async (peer) => {
    const request = await peer.request()
    if (request === undefined) return
    asked.push({ line: request.line, authorization: request.headers.get('authorization') })
    peer.write(answers.get(request.line.replace(/ HTTP.*/, '')) ?? NOT_FOUND)
    peer.fin()
  }, null)
  return { url: `http://127.0.0.1:${server.port}`, asked, close: () => server.close() }
}

/** An answer as a server would write it. */
export function answer(status: number, body: unknown, contentType = 'application/json'): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const length = Buffer.byteLength(text)
  return `HTTP/1.1 ${status} As Written\r\ncontent-type: ${contentType}\r\ncontent-length: ${length}\r\n\r\n${text}`
}
