import assert from 'node:assert/strict'
import { type Nanos, nanos } from '../../../src/base/nanos.ts'
import type { Payload, ResponseHead } from '../../../src/run/protocols/protocol.ts'
import type { Cancelable, Exchange, WireFailure } from '../../../src/run/transport/transport.ts'

/** Must appear in no message. */
export const SECRET = 'tg-secret-0123456789'

/** Every reading is one more than the last: equal times are one reading. */
export function countingClock(): () => Nanos {
  let now = 0
  return () => nanos(++now)
}

export function payload(body = '{"n":1}', salt: readonly number[] = []): Payload {
  return {
    path: '/v1/completions',
    headers: ['content-type', 'application/json'],
    body: Buffer.from(body),
    salt,
    inputAsked: 0,
    outputAsked: 0,
  }
}

/** Remembers what a transport calls back. */
export class Recording implements Exchange {
  wire: Cancelable | null = null
  readonly calls: { call: string; at: Nanos }[] = []
  readonly pieces: string[] = []
  status = 0
  contentType: string | undefined
  framing: 'framed' | 'unframed' | undefined
  failure: WireFailure | undefined
  readonly over: Promise<void>
  readonly firstData: Promise<void>
  private settle: () => void = () => {}
  private sawData: () => void = () => {}

  constructor() {
    this.over = new Promise((resolve) => {
      this.settle = resolve
    })
    this.firstData = new Promise((resolve) => {
      this.sawData = resolve
    })
  }

  get body(): string {
    return Buffer.from(this.pieces.join(''), 'latin1').toString('utf8')
  }

  get order(): string {
    return this.calls.map(({ call }) => call).join(' ')
  }

  sent(at: Nanos): void {
    this.calls.push({ call: 'sent', at })
  }

  head(at: Nanos, head: ResponseHead): void {
    this.calls.push({ call: 'head', at })
    this.status = head.status
    this.contentType = head.header('content-type')
  }

  data(at: Nanos, bytes: Buffer, from: number, to: number): void {
    assert.ok(from < to, 'a piece of a body has at least one byte')
    this.calls.push({ call: 'data', at })
    this.pieces.push(bytes.toString('latin1', from, to))
    this.sawData()
  }

  end(at: Nanos, framing: 'framed' | 'unframed'): void {
    this.calls.push({ call: 'end', at })
    this.framing = framing
    this.finish()
  }

  failed(at: Nanos, failure: WireFailure): void {
    this.calls.push({ call: 'failed', at })
    this.failure = failure
    assert.ok(!failure.message.includes(SECRET), 'no message holds the key')
    this.finish()
  }

  private finish(): void {
    assert.equal(this.framing === undefined, this.failure !== undefined, 'exactly one of end and failed')
    assert.equal(this.wire, null, 'what is over cannot be canceled')
    this.settle()
  }
}
