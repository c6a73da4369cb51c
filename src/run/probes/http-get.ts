import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { Failure } from '../../base/failure.ts'
import type { TargetAccess } from '../replica.ts'
import { type Stage, troubleOf } from '../transport/wire-failure.ts'
import { probeFailure } from './probe-failure.ts'

const MOST_BYTES = 8 * 2 ** 20

export interface GetOptions {
  headers: { readonly [name: string]: string }
  tls: Partial<NonNullable<TargetAccess['tls']>> | null
  mostBytes?: number
}

export interface Got {
  status: number
  type: string
  /** The server's `Date` header; null: none. */
  date: string | null
  body: Buffer
}

/** GETs on one connection of its own, so that reading a meter never takes one from the load. */
export class HttpGetter {
  readonly #agent: http.Agent
  readonly #secureAgent: https.Agent
  readonly #headers: GetOptions['headers']
  readonly #mostBytes: number

  constructor({ headers, tls, mostBytes = MOST_BYTES }: GetOptions) {
    const { ca, cert, key, insecure = false } = tls ?? {}
    const one = { keepAlive: true, maxSockets: 1 }
    const pem = { ca: ca ?? undefined, cert: cert ?? undefined, key: key ?? undefined }
    this.#agent = new http.Agent(one)
    this.#secureAgent = new https.Agent({ ...one, ...pem, rejectUnauthorized: !insecure })
    this.#headers = { accept: 'text/plain, application/json', 'accept-encoding': 'identity', ...headers }
    this.#mostBytes = mostBytes
  }

  /** @throws Failure when no whole answer comes: `probe.unreachable`, `.too-big`, `.malformed`, or the signal's reason */
  async get(url: string, signal: AbortSignal, headers: GetOptions['headers'] = {}): Promise<Got> {
    try {
      return await this.#once(url, signal, headers)
    } catch (error) {
      if (!(error instanceof StaleConnection)) throw error
      return this.#once(url, signal, headers)
    }
  }

  close(): void {
    this.#agent.destroy()
    this.#secureAgent.destroy()
  }

  #once(url: string, signal: AbortSignal, more: GetOptions['headers']): Promise<Got> {
    const secure = url.startsWith('https:')
    const headers = { ...more, ...this.#headers }
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      let stage: Stage = 'connecting'
      const request = secure
        ? https.get(url, { headers, agent: this.#secureAgent })
        : http.get(url, { headers, agent: this.#agent })
      const abort = (): void => fail(signal.reason as Error)
      const fail = (error: Error): void => {
        signal.removeEventListener('abort', abort)
        request.destroy()
        reject(error)
      }
      signal.addEventListener('abort', abort)

      request.once('socket', (socket) => {
        if (!socket.connecting) {
          stage = 'open'
          return
        }
        socket.once(secure ? 'secureConnect' : 'connect', () => {
          stage = 'open'
        })
      })
      request.once('response', (response) => {
        this.#whole(url, response).then((got) => {
          signal.removeEventListener('abort', abort)
          resolve(got)
        }, fail)
      })
      request.on('error', (error) => {
        const { code = '' } = error as NodeJS.ErrnoException
        const isStale = request.reusedSocket && (code === 'ECONNRESET' || code === 'EPIPE')
        fail(isStale ? new StaleConnection() : notAnswered(url, error, stage))
      })
    })
  }

  async #whole(url: string, response: IncomingMessage): Promise<Got> {
    const { 'content-type': type = '', 'content-encoding': encoding, date = null } = response.headers
    if (encoding !== undefined && encoding !== 'identity') {
      throw probeFailure('malformed', `${place(url)} answers in ${encoding}, which was not asked for`)
    }
    const pieces: Buffer[] = []
    let length = 0
    try {
      for await (const piece of response as AsyncIterable<Buffer>) {
        length += piece.length
        if (length > this.#mostBytes) throw tooBig(url, this.#mostBytes)
        pieces.push(piece)
      }
    } catch (error) {
      if (error instanceof Failure) throw error
      throw probeFailure('unreachable', `${place(url)} ended its answer after ${length} bytes`, undefined, error)
    }
    return { status: response.statusCode ?? 0, type, date, body: Buffer.concat(pieces) }
  }
}

/** The URL without its query, which may be long or secret. */
export function place(url: string): string {
  const { origin, pathname } = new URL(url)
  return origin + pathname
}

/** What to say of an answer that is not a 2xx. */
export function refused(url: string, { status, body }: Got, hint?: string): Failure {
  const first = body.toString('utf8', 0, 200).split('\n', 1)[0].trim()
  const said = first === '' || first.startsWith('<') ? '' : `: ${first}`
  return probeFailure('refused', `${place(url)} answers HTTP ${status}${said}`, hint)
}

/** The server closed an idle connection just as it was used again: the request may be sent once more. */
class StaleConnection extends Error {}

function tooBig(url: string, most: number): Failure {
  return probeFailure('too-big', `${place(url)} answers with more than ${most / 2 ** 20} MiB`, 'is it the right page?')
}

function notAnswered(url: string, error: Error, stage: Stage): Failure {
  const { code = '' } = error as NodeJS.ErrnoException
  if (code.startsWith('HPE_')) return probeFailure('malformed', `${place(url)} does not speak HTTP (${error.message})`)
  const { kind, message } = troubleOf(error, stage)
  const hint = kind === 'dns' ? 'check the host name in the URL' : `is it up? try: curl -i ${place(url)}`
  return probeFailure('unreachable', `${place(url)} does not answer (${message})`, hint, error)
}
