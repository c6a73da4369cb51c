/**
 * A server of the OpenAI kind as small as can be, as a process of its own: `node tiny-server.ts PORT MODEL [mode]`.
 * Prints `{port, children}` once it listens. Modes: `children` keeps a child and a grandchild; `drain` goes on serving for
 * a while after SIGTERM, not ready; `deaf` ignores SIGTERM.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const [port = '0', model = 'tiny', mode = 'plain'] = process.argv.slice(2)
let ready = true

const server = createServer((request, response) => {
  const json = (status: number, body: object) => response.writeHead(status).end(JSON.stringify(body))
  if (request.url === '/health') return json(ready ? 200 : 503, {})
  if (request.url === '/v1/models') return json(200, { object: 'list', data: [{ id: model }] })
  if (request.url === '/v1/completions') return json(200, { model, choices: [{ text: 'a' }] })
  json(404, {})
})

process.on('SIGTERM', () => {
  if (mode === 'deaf') return
  if (mode !== 'drain') process.exit(0)
  ready = false
  setTimeout(() => process.exit(0), 300)
})

const GRANDCHILD = 'setInterval(() => {}, 1e6)'
const CHILD = `const { spawn } = require('node:child_process')
const child = spawn(process.execPath, ['-e', ${JSON.stringify(GRANDCHILD)}], { stdio: 'ignore' })
console.log(child.pid)
setInterval(() => {}, 1e6)`

const children: number[] = []
if (mode === 'children') {
  const child = spawn(process.execPath, ['-e', CHILD], { stdio: ['ignore', 'pipe', 'ignore'] })
  const [said] = await once(child.stdout, 'data')
  children.push(child.pid as number, Number(said))
}
server.listen(Number(port), '127.0.0.1', () => {
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port, children }))
})
