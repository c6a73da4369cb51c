import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ProtocolName, RequestSettings } from '../../../src/model/scenario.ts'
import type { Ending } from '../../../src/run/observe/facts.ts'
import type { ResponseHead } from '../../../src/run/protocols/protocol.ts'

const root = fileURLToPath(new URL('../../fixtures/recordings/', import.meta.url))

/** A response of a real server, its framing removed, and how it ended. */
export interface Recording {
  name: string
  expected: Expected
  head: ResponseHead
  body: Buffer
  ending: Ending
  /** As the recorded request asked. */
  settings: RequestSettings
  outputAsked: number
}

export interface Expected {
  protocol: ProtocolName
  outcome: string
  reason: string | null
  tokenEvents: number
  tokensSeen: number
  usageOut: number
  finish: string | null
  flags: readonly string[]
}

/** Settings of a request of no particular kind. */
export const SETTINGS: RequestSettings = {
  stream: true,
  forceLength: false,
  prompt: 'auto',
  wordsPerToken: 1,
  salt: false,
  temperature: 0,
  extra: {},
  timeouts: {} as RequestSettings['timeouts'],
}

export function headOf(status: number, headers: { readonly [name: string]: string } = {}): ResponseHead {
  return { status, header: (name) => headers[name] }
}

/** Every recording with what is known of it. */
export const recordings: readonly Recording[] = readFileSync(`${root}expected.tsv`, 'utf8')
  .trimEnd()
  .split('\n')
  .slice(3)
  .map(readRecording)

function readRecording(line: string): Recording {
  const [name, protocol, outcome, reason, tokenEvents, tokensSeen, usageOut, finish, flags] = line.split('\t')
  const raw = readFileSync(`${root}${name}.http`)
  const times = JSON.parse(readFileSync(`${root}${name}.times.json`, 'utf8'))
  const request = splitHead(raw.subarray(0, times.request_length))
  const response = splitHead(raw.subarray(times.request_length))
  const asked = requestBody(request.body)
  const isChunked = response.headers['transfer-encoding'] === 'chunked'
  return {
    name,
    expected: {
      protocol: protocol as ProtocolName,
      outcome,
      reason: reason === '-' ? null : reason,
      tokenEvents: Number(tokenEvents),
      tokensSeen: Number(tokensSeen),
      usageOut: Number(usageOut),
      finish: finish === '-' ? null : finish,
      flags: flags === '-' ? [] : flags.split(','),
    },
    head: headOf(Number(response.firstLine.split(' ')[1]), response.headers),
    body: isChunked ? dechunked(response.body) : response.body,
    ending: endingOf(times.end),
    settings: {
      ...SETTINGS,
      stream: asked.stream === true,
      forceLength: asked.ignore_eos === true,
      extra: { n: asked.n },
    },
    outputAsked: typeof asked.max_tokens === 'number' ? asked.max_tokens : -1,
  }
}

function splitHead(bytes: Buffer): { firstLine: string; headers: { [name: string]: string }; body: Buffer } {
  const end = bytes.indexOf('\r\n\r\n')
  const [firstLine, ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
  const headers = lines.map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  return { firstLine, headers: Object.fromEntries(headers), body: bytes.subarray(end + 4) }
}

function requestBody(body: Buffer): { [field: string]: unknown } {
  try {
    return JSON.parse(body.toString())
  } catch {
    return {}
  }
}

/** The bodies of the chunks there are; the last one may be missing. */
function dechunked(body: Buffer): Buffer {
  const pieces: Buffer[] = []
  let at = 0
  while (at < body.length) {
    const lineEnd = body.indexOf('\r\n', at)
    const size = Number.parseInt(body.toString('latin1', at, lineEnd), 16)
    if (size === 0) break
    pieces.push(body.subarray(lineEnd + 2, lineEnd + 2 + size))
    at = lineEnd + 2 + size + 2
  }
  return Buffer.concat(pieces)
}

function endingOf(end: { kind: string; response_was_complete?: boolean }): Ending {
  if (end.kind === 'client_closed') return 'cancelled'
  if (end.kind !== 'fin' || end.response_was_complete) return 'framed'
  return { kind: 'fin', message: 'the server closed the connection', reused: false }
}
