import { systemClock } from '../../base/clock.ts'
import { fromMillis, type Nanos } from '../../base/nanos.ts'
import type { Outcome } from '../../model/outcome.ts'
import type { RequestSettings, Target } from '../../model/scenario.ts'
import type { Sample } from '../datasets/dataset.ts'
import { classify } from '../observe/classify.ts'
import type { Ending } from '../observe/facts.ts'
import { protocols } from '../protocols/index.ts'
import type { Decoder, Payload, ResponseHead } from '../protocols/protocol.ts'
import { redactor, secretsOf } from '../redact.ts'
import type { TargetAccess } from '../replica.ts'
import { createTransport } from '../transport/index.ts'
import type { Cancelable, Exchange, Transport, WireFailure } from '../transport/transport.ts'

const CONNECT_MS = 5000

/** How one request went that was sent to see how requests go. Times in ns from its send; NaN where there is none. */
export interface Tried {
  outcome: Outcome
  status: number
  message: string | null
  /** The answer came as an event stream. */
  streamed: boolean
  ttft: number
  tpot: number
  latency: number
}

/**
 * Sends samples all at once, exactly as a run would send them.
 * @param first number of the first of them, which makes its prompt unique
 */
export async function tryRequests(
  target: Target,
  access: TargetAccess,
  settings: RequestSettings,
  samples: readonly Sample[],
  first: number,
  timeoutMs: number,
): Promise<Tried[]> {
  const connectTimeout = fromMillis(CONNECT_MS)
  const fixed = { url: target.url, ...access, clock: systemClock, connectTimeout, runId: 'tg-discover' }
  const transport = await createTransport(target.transport, fixed)
  const protocol = protocols[target.protocol]
  const hide = redactor(secretsOf(access))
  try {
    const tried = samples.map((sample, i) => {
      const attempt = new Attempt(protocol.decoder(settings), settings.forceLength)
      return attempt.send(transport, protocol.encode(sample, target, settings), first + i, timeoutMs)
    })
    return (await Promise.all(tried)).map((each) => ({ ...each, message: each.message && hide(each.message) }))
  } finally {
    await transport.close()
  }
}

class Attempt implements Exchange {
  wire: Cancelable | null = null
  readonly #decoder: Decoder
  readonly #forceLength: boolean
  #settle: (tried: Tried) => void = () => {}
  #timer: NodeJS.Timeout | undefined
  #payload: Payload | null = null
  #status = -1
  #streamed = false
  #sentAt = Number.NaN
  #firstToken = Number.NaN
  #lastToken = Number.NaN
  #reads = 0

  constructor(decoder: Decoder, forceLength: boolean) {
    this.#decoder = decoder
    this.#forceLength = forceLength
  }

  send(transport: Transport, payload: Payload, number: number, timeoutMs: number): Promise<Tried> {
    this.#payload = payload
    this.#sentAt = systemClock()
    return new Promise((resolve) => {
      this.#settle = resolve
      this.#timer = setTimeout(() => {
        this.wire?.cancel()
        this.#finish(systemClock(), this.#status < 0 ? 'headers' : 'total')
      }, timeoutMs)
      transport.send(payload, number, this)
    })
  }

  sent(at: Nanos): void {
    this.#sentAt = at
  }

  head(_: Nanos, head: ResponseHead): void {
    this.#status = head.status
    this.#streamed = /^text\/event-stream\b/i.test(head.header('content-type') ?? '')
    this.#decoder.begin(head)
  }

  data(at: Nanos, bytes: Buffer, from: number, to: number): void {
    this.#count(at, this.#decoder.push(bytes, from, to))
  }

  end(at: Nanos, framing: 'framed' | 'unframed'): void {
    this.#finish(at, framing)
  }

  failed(at: Nanos, failure: WireFailure): void {
    this.#finish(at, failure)
  }

  #count(at: Nanos, tokenEvents: number): void {
    if (tokenEvents === 0) return
    if (this.#reads++ === 0) this.#firstToken = at
    this.#lastToken = at
  }

  #finish(at: Nanos, ending: Ending): void {
    clearTimeout(this.#timer)
    const { answer } = this.#decoder
    if (this.#status >= 0) {
      const before = answer.tokenEvents
      this.#decoder.end()
      this.#count(at, answer.tokenEvents - before)
    }
    const outputAsked = this.#payload?.outputAsked ?? -1
    const facts = { status: this.#status, answer, ending, reads: this.#reads, outputAsked }
    const { outcome, message } = classify({ ...facts, forceLength: this.#forceLength })
    const tokens = answer.usageOut > 0 ? answer.usageOut : answer.tokensSeen
    this.#settle({
      outcome,
      status: this.#status,
      message,
      streamed: this.#streamed,
      ttft: this.#streamed ? this.#firstToken - this.#sentAt : Number.NaN,
      tpot: this.#streamed && tokens > 1 ? (this.#lastToken - this.#firstToken) / (tokens - 1) : Number.NaN,
      latency: at - this.#sentAt,
    })
  }
}
