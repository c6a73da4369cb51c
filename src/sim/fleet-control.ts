import { request } from 'node:http'
import { EXIT, Failure } from '../base/failure.ts'

/** Asks a replica's control endpoint; with a body it is a POST. @throws Failure when it does not answer 200 */
export function callControl(url: string, name: 'truth' | 'faults' | 'meter', body?: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fail = (message: string) =>
      reject(new Failure('sim.control', `${url}/control/${name}: ${message}`, { exit: EXIT.usage }))
    const method = body === undefined ? 'GET' : 'POST'
    const call = request(`${url}/control/${name}`, { method, agent: false }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8')
        if (response.statusCode === 200) resolve(JSON.parse(text))
        else fail(text)
      })
      response.on('error', (error) => fail(error.message))
    })
    call.on('error', (error) => fail(error.message))
    call.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
