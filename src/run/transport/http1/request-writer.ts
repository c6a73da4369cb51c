import type { Socket } from 'node:net'
import type { Payload } from '../../protocols/protocol.ts'
import type { Endpoint } from '../endpoint.ts'
import { payloadHeaders } from '../request-headers.ts'
import { saltStart, writeSalt } from '../salt.ts'

const SCRATCH = 65_536
/** `Content-Length`, two numbers of at most 16 digits, and line ends. */
const LENGTH_FIELD = Buffer.from('\r\ncontent-length: ')
const MINUS = 45
const HEAD_END = Buffer.from('\r\n\r\n')
const VARIABLE = LENGTH_FIELD.length + HEAD_END.length + 32

/** Writes each request, head and body, as one buffer in one call. */
export class RequestWriter {
  private readonly endpoint: Endpoint
  private readonly fixed: readonly string[]
  private readonly runId: string
  private readonly saltStart: number
  /**
   * Where requests are put together on their way to a plain socket, which has copied them into the kernel when the write
   * returns with nothing left to write. A TLS socket always holds on to its bytes.
   */
  private scratch: Buffer | null
  private path = ''
  private headers: readonly string[] = []
  /** Everything up to the request's number, the same for all payloads with this path and these headers. */
  private prefix: Buffer

  /** @param fixed headers of every request, names and values by turns */
  constructor(endpoint: Endpoint, fixed: readonly string[], runId: string) {
    this.endpoint = endpoint
    this.fixed = fixed
    this.runId = runId
    this.saltStart = saltStart(runId)
    this.scratch = endpoint.secure ? null : Buffer.allocUnsafeSlow(SCRATCH)
    this.prefix = this.makePrefix('', [])
  }

  write(socket: Socket, payload: Payload, number: number): void {
    if (payload.path !== this.path || !isSame(payload.headers, this.headers)) {
      this.path = payload.path
      this.headers = payload.headers
      this.prefix = this.makePrefix(payload.path, payload.headers)
    }
    const most = this.prefix.length + VARIABLE + payload.body.length
    const isScratch = this.scratch !== null && most <= SCRATCH
    const bytes = isScratch ? this.scratch! : Buffer.allocUnsafe(most)
    const length = this.compose(bytes, payload, number)
    socket.write(length === bytes.length ? bytes : bytes.subarray(0, length))
    if (isScratch && socket.writableLength > 0) this.scratch = Buffer.allocUnsafeSlow(SCRATCH)
  }

  private compose(bytes: Buffer, payload: Payload, number: number): number {
    bytes.set(this.prefix, 0)
    let at = this.prefix.length
    // Warm-up requests are numbered downwards from −1.
    if (number < 0) bytes[at++] = MINUS
    at = writeNumber(bytes, at, Math.abs(number))
    bytes.set(LENGTH_FIELD, at)
    at = writeNumber(bytes, at + LENGTH_FIELD.length, payload.body.length)
    bytes.set(HEAD_END, at)
    at += HEAD_END.length
    bytes.set(payload.body, at)
    if (payload.salt.length > 0) writeSalt(bytes, at, payload.salt, this.saltStart + number)
    return at + payload.body.length
  }

  private makePrefix(path: string, headers: readonly string[]): Buffer {
    const all = [...this.fixed, ...payloadHeaders(headers, this.fixed)]
    let text = `POST ${this.endpoint.basePath}${path} HTTP/1.1\r\n`
    for (let i = 0; i < all.length; i += 2) text += `${all[i]}: ${all[i + 1]}\r\n`
    return Buffer.from(`${text}x-request-id: ${this.runId}-`, 'latin1')
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a === b) return true
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Writes the decimal digits of a whole number that is not negative and returns the position after them. */
function writeNumber(bytes: Buffer, from: number, value: number): number {
  let end = from + 1
  for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) end++
  let rest = value
  for (let at = end - 1; at >= from; at--) {
    const tenth = Math.floor(rest / 10)
    bytes[at] = 48 + rest - 10 * tenth
    rest = tenth
  }
  return end
}
