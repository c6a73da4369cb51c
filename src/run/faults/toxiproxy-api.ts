import http from 'node:http'
import { EXIT, Failure } from '../../base/failure.ts'

const PATIENCE_MS = 5000

export interface ToxiproxyReply {
  status: number
  text: string
}

export const toxicPath = (proxy: string, toxic: string): string =>
  `/proxies/${encodeURIComponent(proxy)}/toxics/${encodeURIComponent(toxic)}`

/**
 * One call of Toxiproxy's control API.
 * @param api its address, `http://127.0.0.1:8474`
 * @throws Failure `fault.toxiproxy` when it does not answer
 */
export function callToxiproxy(api: string, method: string, path: string, json?: unknown): Promise<ToxiproxyReply> {
  const body = json === undefined ? undefined : JSON.stringify(json)
  const headers = body === undefined ? {} : { 'content-type': 'application/json' }
  return new Promise((resolve, reject) => {
    const url = api.replace(/\/+$/, '') + path
    const request = http.request(url, { method, headers, agent: false, timeout: PATIENCE_MS }, async (response) => {
      try {
        let text = ''
        for await (const piece of response.setEncoding('utf8')) text += piece
        resolve({ status: response.statusCode ?? 0, text })
      } catch (error) {
        reject(unanswered(api, error as Error))
      }
    })
    request.on('timeout', () => request.destroy(new Error(`no answer within ${PATIENCE_MS / 1000} s`)))
    request.on('error', (error) => reject(unanswered(api, error)))
    request.end(body)
  })
}

function unanswered(api: string, cause: Error): Failure {
  return new Failure('fault.toxiproxy', `Toxiproxy at ${api} does not answer: ${cause.message}`, {
    exit: EXIT.usage,
    hint: 'its control API listens on port 8474 unless told otherwise',
    cause,
  })
}
