import net, { type AddressInfo, type Socket } from 'node:net'

/**
 * The other side of bench/transport.ts, as cheap as Node can be: `/plain` is answered at once, `/stream` with a chunk of
 * 200 bytes every 10 ms, each written alone. A request is taken to come in one read.
 */
const PLAIN = Buffer.from('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n{"ok":true}')
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n'
const CHUNK = Buffer.from(`c8\r\n${'x'.repeat(200)}\r\n`)
/** Where the path of `POST /stream` has its first letter. */
const PATH = 6

const streams = new Map<Socket, number>()
const CHUNKS = Number(process.argv[2])

const server = net.createServer({ noDelay: true }, (socket) => {
  socket.on('data', (bytes) => {
    if (bytes[PATH] !== 's'.charCodeAt(0)) {
      socket.write(PLAIN)
      return
    }
    socket.write(HEAD)
    streams.set(socket, CHUNKS)
  })
  socket.on('error', () => {})
  socket.on('close', () => streams.delete(socket))
})

setInterval(() => {
  for (const [socket, left] of streams) {
    socket.write(left === 0 ? '0\r\n\r\n' : CHUNK)
    if (left === 0) streams.delete(socket)
    else streams.set(socket, left - 1)
  }
}, 10)

// Ends with the process that started it.
process.stdin.resume().on('end', () => process.exit())

server.listen({ port: 0, host: '127.0.0.1', backlog: 2048 }, () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`)
})
