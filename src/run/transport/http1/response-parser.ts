import type { ResponseHead } from '../../protocols/protocol.ts'
import { type BodySink, ChunkedBody } from './chunked-body.ts'
import { HeadBlock } from './head-block.ts'
import { ParsedHead } from './response-head.ts'

export interface ResponseSink extends BodySink {
  head(head: ResponseHead): void
}

type Phase = 'head' | 'length' | 'chunked' | 'close' | 'complete' | 'malformed'

/**
 * Reads one HTTP/1.x response after another (RFC 9112) from bytes cut anywhere, and allocates nothing per piece of a
 * body. Interim responses (1xx) are skipped.
 */
export class ResponseParser {
  private readonly sink: ResponseSink
  private readonly block = new HeadBlock()
  private readonly headers = new ParsedHead()
  private readonly chunks: ChunkedBody
  private phase: Phase = 'head'
  private left = 0
  /** A byte of the response has come. */
  begun = false
  malformed = ''

  constructor(sink: ResponseSink) {
    this.sink = sink
    this.chunks = new ChunkedBody(sink)
  }

  /** Makes ready for the next response. */
  begin(): void {
    this.phase = 'head'
    this.begun = false
    this.block.begin()
  }

  get isComplete(): boolean {
    return this.phase === 'complete'
  }

  get isMalformed(): boolean {
    return this.phase === 'malformed'
  }

  /** Only the end of the connection ends the body. */
  get endsWithConnection(): boolean {
    return this.phase === 'close'
  }

  /** By the complete response, the connection may carry another. */
  get keepsConnection(): boolean {
    return this.headers.keepAlive
  }

  /** Takes `[from, to)` and returns the position after the last byte that belongs to the response. */
  push(bytes: Buffer, from: number, to: number): number {
    this.begun = true
    let at = from
    while (at < to) {
      switch (this.phase) {
        case 'chunked':
          at = this.chunks.push(bytes, at, to)
          if (this.chunks.done) this.phase = 'complete'
          else if (this.chunks.malformed !== null) this.fail(this.chunks.malformed)
          break
        case 'length':
          at = this.pushLength(bytes, at, to)
          break
        case 'close':
          this.sink.data(bytes, at, to)
          return to
        case 'head':
          at = this.pushHead(bytes, at, to)
          break
        default:
          return at
      }
    }
    return at
  }

  private pushLength(bytes: Buffer, from: number, to: number): number {
    const end = Math.min(to, from + this.left)
    this.left -= end - from
    if (this.left === 0) this.phase = 'complete'
    this.sink.data(bytes, from, end)
    return end
  }

  private pushHead(bytes: Buffer, from: number, to: number): number {
    const at = this.block.push(bytes, from, to)
    if (this.block.malformed !== null) this.fail(this.block.malformed)
    else if (this.block.whole) this.takeHead()
    return at
  }

  private takeHead(): void {
    const malformed = this.headers.parse(this.block.bytes, this.block.from, this.block.to)
    const { status, framing, length } = this.headers
    if (malformed !== null) this.fail(malformed)
    else if (status === 101) this.fail('the server switched to a protocol nobody asked for (101)')
    else if (status < 200) this.block.begin()
    else {
      this.phase = framing === 'empty' ? 'complete' : framing
      this.left = length
      this.chunks.begin()
      this.sink.head(this.headers)
    }
  }

  private fail(why: string): void {
    this.phase = 'malformed'
    this.malformed = why
  }
}
