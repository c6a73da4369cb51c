import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../src/base/clock.ts'
import { nanos } from '../src/base/nanos.ts'
import { TRANSPORTS } from '../src/model/scenario.ts'
import type { Payload } from '../src/run/protocols/protocol.ts'
import { createTransport } from '../src/run/transport/index.ts'
import type { Cancelable, Exchange, Transport, WireFailure } from '../src/run/transport/transport.ts'

/**
 * CPU per request and per streamed chunk of each transport, beside a bare socket that parses nothing, in one run:
 * `node bench/transport.ts [json]`. The server has a core of its own where `taskset` is there to give it one.
 */
const SLOTS = 64
const SECONDS = 3
const STREAMS = 300
const CHUNKS = 300
const ZERO = 48

interface Row {
  what: 'requests' | 'chunks'
  by: string
  count: number
  perSecond: number
  /** Of this process, user and system, µs. */
  cpu: number
}

function startServer() {
  const script = fileURLToPath(new URL('transport-server.ts', import.meta.url))
  const hasTaskset = spawnSync('taskset', ['-a', '-cp', '0', String(process.pid)]).status === 0
  const [command, args] = hasTaskset ? ['taskset', ['-c', '1', process.execPath]] : [process.execPath, []]
  return spawn(command, [...args, script, String(CHUNKS)], { stdio: ['pipe', 'pipe', 'inherit'] })
}

/** Runs `work` twice, the first time to compile it, and counts what the second run did. */
async function measure(what: Row['what'], by: string, work: () => Promise<Meter>): Promise<Row> {
  await work()
  const { count, seconds, cpu } = await work()
  return { what, by, count, perSecond: count / seconds, cpu: cpu / count }
}

interface Meter {
  count: number
  seconds: number
  cpu: number
}

function startMeter(): (count: number) => Meter {
  const cpu = process.cpuUsage()
  const from = systemClock()
  return (count) => {
    const { user, system } = process.cpuUsage(cpu)
    return { count, seconds: (systemClock() - from) / 1e9, cpu: user + system }
  }
}

async function bareRequests(): Promise<Meter> {
  const request = Buffer.from(`POST /plain HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 7\r\n\r\n{"n":1}`)
  let count = 0
  const sockets = await Promise.all(
    Array.from({ length: SLOTS }, () =>
      bare((_, socket) => {
        count++
        socket.write(request)
      }),
    ),
  )
  const stop = startMeter()
  for (const socket of sockets) socket.write(request)
  await seconds(SECONDS)
  const meter = stop(count)
  for (const socket of sockets) socket.destroy()
  return meter
}

async function bareChunks(): Promise<Meter> {
  const request = Buffer.from(`POST /stream HTTP/1.1\r\ncontent-length: 0\r\n\r\n`)
  const { promise, resolve } = Promise.withResolvers<void>()
  let open = STREAMS
  let reads = 0
  const sockets = await Promise.all(
    Array.from({ length: STREAMS }, () =>
      bare((length) => {
        reads++
        // The last chunk, `0\r\n\r\n`, perhaps behind others in the same read.
        if (buffer[length - 5] === ZERO && --open === 0) resolve()
      }),
    ),
  )
  const stop = startMeter()
  for (const socket of sockets) socket.write(request)
  await promise
  const meter = stop(reads)
  for (const socket of sockets) socket.destroy()
  return meter
}

async function bare(read: (length: number, socket: net.Socket) => void): Promise<net.Socket> {
  const callback = (length: number) => {
    read(length, socket)
    return true
  }
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer, callback } })
  await once(socket, 'connect')
  return socket
}

async function withTransport(name: (typeof TRANSPORTS)[number], work: (transport: Transport) => Promise<Meter>) {
  const transport = await createTransport(name, {
    url: `http://127.0.0.1:${port}`,
    headers: {},
    authorization: null,
    tls: null,
    clock: systemClock,
    connectTimeout: nanos(1e9),
    runId: 'bench',
  })
  await transport.warm(Math.max(SLOTS, STREAMS))
  const meter = await work(transport)
  await transport.close()
  return meter
}

async function requests(transport: Transport): Promise<Meter> {
  const payload = payloadFor('/plain', '{"n":1}')
  let count = 0
  let isOver = false
  class Slot extends Counting {
    override end(): void {
      if (!isOver) transport.send(payload, count++, this)
    }
  }
  const stop = startMeter()
  for (let i = 0; i < SLOTS; i++) transport.send(payload, count++, new Slot())
  await seconds(SECONDS)
  isOver = true
  return stop(count)
}

async function chunks(transport: Transport): Promise<Meter> {
  const payload = payloadFor('/stream', '')
  const { promise, resolve } = Promise.withResolvers<void>()
  const streams = Array.from({ length: STREAMS }, () => new Counting())
  let open = STREAMS
  for (const stream of streams) {
    stream.end = () => {
      if (--open === 0) resolve()
    }
  }
  const stop = startMeter()
  for (const stream of streams) transport.send(payload, 0, stream)
  await promise
  return stop(streams.reduce((sum, { reads }) => sum + reads, 0))
}

class Counting implements Exchange {
  wire: Cancelable | null = null
  reads = 0
  private last = 0

  sent(): void {}

  head(at: number): void {
    this.count(at)
  }

  data(at: number): void {
    this.count(at)
  }

  end(): void {}

  failed(_: number, failure: WireFailure): void {
    if (failure.kind !== 'closed') throw new Error(JSON.stringify(failure))
  }

  private count(at: number): void {
    if (at !== this.last) this.reads++
    this.last = at
  }
}

function payloadFor(path: string, body: string): Payload {
  const headers = ['content-type', 'application/json']
  return { path, headers, body: Buffer.from(body), salt: [], inputAsked: 0, outputAsked: 0 }
}

function seconds(count: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, count * 1000))
}

function print(): void {
  for (const { what, by, perSecond, cpu } of rows) {
    const floor = rows.find((row) => row.what === what)!.cpu
    const ratio = `${(cpu / floor).toFixed(2)}× the bare socket`
    console.log(
      `${what.padEnd(9)} ${by.padEnd(12)} ${perSecond.toFixed(0).padStart(7)}/s  ${cpu.toFixed(2).padStart(6)} µs of CPU each  ${ratio}`,
    )
  }
}

const buffer = Buffer.allocUnsafeSlow(65_536)
const server = startServer()
const [line] = await once(server.stdout, 'data')
const port = Number(line)
const rows: Row[] = []

rows.push(await measure('requests', 'bare socket', bareRequests))
for (const name of TRANSPORTS) rows.push(await measure('requests', name, () => withTransport(name, requests)))
rows.push(await measure('chunks', 'bare socket', bareChunks))
for (const name of TRANSPORTS) rows.push(await measure('chunks', name, () => withTransport(name, chunks)))
server.kill()
if (process.argv[2] === 'json') console.log(JSON.stringify(rows))
else print()
