import { createServer } from 'node:net'
import { parentPort } from 'node:worker_threads'

/** Answers whatever comes with the same short JSON: as cheap as a server can be, on a thread of its own. */
const BODY =
  '{"choices":[{"index":0,"text":" hi","finish_reason":"length"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}'
const ANSWER = Buffer.from(
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`,
)

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('data', () => socket.write(ANSWER))
  socket.on('error', () => {})
})
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as { port: number }).port))
