import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Toxic {
  name: string
  [field: string]: unknown
}

export interface FakeToxiproxy {
  api: string
  proxy: { name: string; enabled: boolean; toxics: Toxic[] }
  end(): void
}

/** The control API of a Toxiproxy with one proxy, `llm`. */
export async function fakeToxiproxy(): Promise<FakeToxiproxy> {
  const proxy: FakeToxiproxy['proxy'] = { name: 'llm', enabled: true, toxics: [] }
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const piece of request.setEncoding('utf8')) text += piece
    const body = text === '' ? {} : JSON.parse(text)
    const reply = (status: number, json?: object) => response.writeHead(status).end(json && JSON.stringify(json))
    const [, , name, , toxic] = (request.url ?? '').split('/')
    if (name !== 'llm') return reply(404, { error: 'proxy not found', status: 404 })
    if (request.method === 'GET') return reply(200, proxy)
    if (request.method === 'DELETE') {
      if (!proxy.toxics.some((each) => each.name === toxic))
        return reply(404, { error: 'toxic not found', status: 404 })
      proxy.toxics = proxy.toxics.filter((each) => each.name !== toxic)
      return reply(204)
    }
    if (!request.url?.endsWith('/toxics')) return reply(200, Object.assign(proxy, body))
    if (body.type === 'unheard-of') return reply(400, { error: 'invalid toxic type', status: 400 })
    proxy.toxics.push(body)
    reply(200, body)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { api: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, proxy, end: () => server.close() }
}
