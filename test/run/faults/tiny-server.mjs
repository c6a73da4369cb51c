/**
 * A server of the OpenAI kind as small as can be, as a process of its own; JavaScript, because that starts faster.
 * `node tiny-server.mjs PORT MODEL [mode]` prints `{port, children}` once it listens. Modes: `children` keeps a child and
 * a grandchild; `drain` goes on serving for a while after SIGTERM, not ready; `deaf` ignores SIGTERM.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'

const [port = '0', model = 'tiny', mode = 'plain'] = process.argv.slice(2)
let ready = true

const server = createServer((request, response) => {
  const json = (status, body) => response.writeHead(status).end(JSON.stringify(body))
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

const children = []
if (mode === 'children') {
  const child = spawn('sh', ['-c', 'sleep 600 & echo $!; wait'], { stdio: ['ignore', 'pipe', 'ignore'] })
  const [said] = await once(child.stdout, 'data')
  children.push(child.pid, Number(said))
}
server.listen(Number(port), '127.0.0.1', () => {
  console.log(JSON.stringify({ port: server.address().port, children }))
})
