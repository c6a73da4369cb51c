import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { systemClock } from '../../base/clock.ts'
import { fromMillis, type Nanos, NS_PER_S } from '../../base/nanos.ts'
import type { RequestSettings } from '../../model/scenario.ts'
import { protocols } from '../../run/protocols/index.ts'
import type { Decoder, Payload, ResponseHead } from '../../run/protocols/protocol.ts'
import { createTransport } from '../../run/transport/index.ts'
import type { Cancelable, Exchange, Transport } from '../../run/transport/transport.ts'
import { type Examined, examined, unknown } from './check.ts'

const IN_FLIGHT = 16
const LASTS = NS_PER_S
const WARM_UP = 0.2 * NS_PER_S
const SLOW = 2000

/** CPU time a request takes from send to decoded answer, measured against an echo on loopback: what one thread can send. */
export async function driveSpeed(): Promise<Examined> {
  const echo = new Worker(echoFile())
  try {
    const [port] = (await once(echo, 'message')) as [number]
    const fixed = { url: `http://127.0.0.1:${port}`, headers: {}, authorization: null, tls: null, clock: systemClock }
    const transport = await createTransport('http1', { ...fixed, connectTimeout: fromMillis(1000), runId: 'doctor' })
    try {
      await transport.warm(IN_FLIGHT)
      const { requests, cpu } = await drive(transport)
      if (requests === 0) return unknown('speed', 'no request was answered on loopback')
      const perRequest = cpu / requests
      const rate = Math.round(1e6 / perRequest)
      const said = `${perRequest.toFixed(1)} µs of CPU a plain request: about ${rate.toLocaleString('en')} requests/s a thread`
      return examined('speed', rate, said, rate >= SLOW, 'the host is busy or slow: end what else runs on it')
    } finally {
      await transport.close()
    }
  } finally {
    await echo.terminate()
  }
}

async function drive(transport: Transport): Promise<{ requests: number; cpu: number }> {
  const begin = systemClock()
  let cpuBefore = 0
  let requests = 0
  const measuring = () => cpuBefore > 0
  const again = (at: Nanos): boolean => {
    if (measuring()) requests++
    else if (at - begin > WARM_UP) cpuBefore = cpuMicros()
    return at - begin < LASTS + WARM_UP
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, () => new Caller(transport, again).done))
  return { requests, cpu: cpuMicros() - cpuBefore }
}

/** Sends one request after another for as long as it may. */
class Caller implements Exchange {
  wire: Cancelable | null = null
  readonly done: Promise<void>
  readonly #transport: Transport
  readonly #decoder: Decoder = protocols['openai-completions'].decoder(SETTINGS)
  readonly #again: (at: Nanos) => boolean
  #finish: () => void = () => {}
  #sent = 0

  constructor(transport: Transport, again: (at: Nanos) => boolean) {
    this.#transport = transport
    this.#again = again
    this.done = new Promise((resolve) => {
      this.#finish = resolve
    })
    transport.send(PAYLOAD, this.#sent++, this)
  }

  sent(): void {}

  head(_: Nanos, head: ResponseHead): void {
    this.#decoder.begin(head)
  }

  data(_: Nanos, bytes: Buffer, from: number, to: number): void {
    this.#decoder.push(bytes, from, to)
  }

  end(at: Nanos): void {
    this.#decoder.end()
    if (this.#again(at)) this.#transport.send(PAYLOAD, this.#sent++, this)
    else this.#finish()
  }

  failed(): void {
    this.#finish()
  }
}

const SETTINGS = { stream: false, extra: {} } as RequestSettings

const PAYLOAD: Payload = {
  path: '/v1/completions',
  headers: ['content-type', 'application/json', 'accept', 'application/json'],
  body: Buffer.from(JSON.stringify({ model: 'echo', prompt: 'word '.repeat(64), max_tokens: 1 })),
  salt: [],
  inputAsked: 64,
  outputAsked: 1,
}

/** Of this thread where Node tells it apart; else of the process, the echo included. */
function cpuMicros(): number {
  const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage()
  return user + system
}

function echoFile(): URL {
  return new URL(`./echo-thread.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url)
}
