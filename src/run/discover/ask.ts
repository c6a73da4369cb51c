import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { EXIT, Failure } from '../../base/failure.ts'
import { isObject, type JsonObject } from '../protocols/answer/json-object.ts'
import { redactor, secretsOf } from '../redact.ts'
import type { TargetAccess } from '../replica.ts'
import { type Stage, troubleOf } from '../transport/wire-failure.ts'

/** One endpoint and how it is asked. */
export interface Asker {
  baseUrl: string
  access: TargetAccess
  timeoutMs: number
  /** Aborted: nobody waits for the answer any more. */
  signal?: AbortSignal
}

export interface Reply {
  status: number
  contentType: string
  /** Secrets removed. */
  location: string | null
  /** The first megabyte of the body, secrets removed. */
  text: string
}

const MOST_BYTES = 2 ** 20
const NO_TLS: NonNullable<TargetAccess['tls']> = { ca: null, cert: null, key: null, insecure: false }

/**
 * Asks one question, off the hot path. Redirects are not followed.
 * @param json sent as the body of a POST; a GET without
 * @throws Failure of exit `unreachable` when no answer comes, naming URL and cause
 */
export function ask(asker: Asker, path: string, json?: unknown): Promise<Reply> {
  const { baseUrl, access, timeoutMs, signal } = asker
  const url = new URL(baseUrl + path)
  const secure = url.protocol === 'https:'
  const body = json === undefined ? null : Buffer.from(JSON.stringify(json))
  const headers = {
    accept: 'application/json',
    'accept-encoding': 'identity',
    ...(body && { 'content-type': 'application/json', 'content-length': body.length }),
    ...access.headers,
    ...(access.authorization !== null && { authorization: access.authorization }),
  }
  const { ca, cert, key, insecure, servername } = access.tls ?? NO_TLS
  const pem = { ca: ca ?? undefined, cert: cert ?? undefined, key: key ?? undefined, rejectUnauthorized: !insecure }
  const tls = { ...pem, ...(servername !== undefined && { servername }) }
  const common = { method: body ? 'POST' : 'GET', headers, signal, agent: false as const }

  return new Promise((resolve, reject) => {
    let stage: Stage = 'connecting'
    const request = secure ? https.request(url, { ...common, ...tls }) : http.request(url, common)
    const timer = setTimeout(() => giveUp(silent(asker, path, stage)), timeoutMs)
    const settled = (): void => clearTimeout(timer)

    request.once('socket', (socket) => {
      socket.once('connect', () => {
        stage = secure ? 'handshake' : 'open'
      })
      socket.once('secureConnect', () => {
        stage = 'open'
      })
    })
    request.once('response', (response) => {
      readReply(response, access).then(
        (reply) => {
          settled()
          resolve(reply)
          request.destroy()
        },
        (error) => giveUp(unanswered(asker, path, error, stage)),
      )
    })
    request.on('error', (error) => giveUp(unanswered(asker, path, error, stage)))
    request.end(body ?? undefined)

    function giveUp(failure: Failure): void {
      settled()
      reject(failure)
      request.destroy()
    }
  })
}

/** The body as a JSON object; null when it is anything else. */
export function objectOf(reply: Reply): JsonObject | null {
  const value = jsonOf(reply)
  return isObject(value) ? value : null
}

export function jsonOf({ status, text }: Reply): unknown {
  if (status < 200 || status > 299) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function readReply(response: IncomingMessage, access: TargetAccess): Promise<Reply> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of response as AsyncIterable<Buffer>) {
    pieces.push(piece)
    length += piece.length
    if (length > MOST_BYTES) break
  }
  const redact = redactor(secretsOf(access))
  const { location } = response.headers
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers['content-type'] ?? '',
    location: location === undefined ? null : redact(location),
    text: redact(Buffer.concat(pieces).toString('utf8')),
  }
}

const isUp = ({ baseUrl }: Asker): string => `is the server up, and is this its address? try: curl -i ${baseUrl}/health`

function silent(asker: Asker, path: string, stage: Stage): Failure {
  const { baseUrl, timeoutMs } = asker
  const what = stage === 'open' ? `no answer to ${path}` : 'no connection'
  const message = `${baseUrl}: ${what} within ${timeoutMs / 1000} s`
  return new Failure('target.silent', message, { exit: EXIT.unreachable, hint: isUp(asker) })
}

function unanswered(asker: Asker, path: string, cause: Error, stage: Stage): Failure {
  const { code = '' } = cause as NodeJS.ErrnoException
  if (code.startsWith('HPE_')) {
    const message = `${asker.baseUrl} does not speak HTTP: ${cause.message}`
    const hint = 'is this the port of its HTTP API? gRPC and metrics often have ports of their own'
    return new Failure('target.malformed', message, { exit: EXIT.unreachable, hint, cause })
  }
  const { kind, message } = troubleOf(cause, stage)
  const what =
    stage === 'open' && kind === 'reset' ? `the connection ended without an answer to ${path}` : 'no connection'
  return new Failure(`target.${kind}`, `${asker.baseUrl}: ${what} (${message})`, {
    exit: EXIT.unreachable,
    hint: HINTS[kind] ?? isUp(asker),
    cause,
  })
}

const HINTS: { readonly [kind: string]: string } = {
  dns: 'check the host name in the URL, or give the address',
  tls: 'is it https at all? for an own CA --set targets.tls.ca=ca.pem, for a test server --set targets.tls.insecure=true',
}
