import type { ResponseHead } from '../../protocols/protocol.ts'

const LF = 10
const CR = 13
const SPACE = 32
const TAB = 9
const COLON = 58
const MAX_DIGITS = 15
const CONNECTION = Buffer.from('connection')
const CONTENT_LENGTH = Buffer.from('content-length')
const TRANSFER_ENCODING = Buffer.from('transfer-encoding')

/** How the body is delimited (RFC 9112 §6.3). */
export type Framing = 'empty' | 'length' | 'chunked' | 'close'

/** One response's status line and headers. Reused: what it says holds until the next response on its connection. */
export class ParsedHead implements ResponseHead {
  status = 0
  framing: Framing = 'empty'
  length = 0
  /** The connection may carry another request after this response. */
  keepAlive = false
  private text = ''
  /** Of `text`, made when first asked for. */
  private lower = ''
  private announced = -1
  private chunked = false
  private encoded = false
  private asksClose = false
  private asksKeepAlive = false
  private malformed: string | null = null

  /** Reads the head in `[from, to)`, its blank line included. @returns why it is none, or null */
  parse(bytes: Buffer, from: number, to: number): string | null {
    this.announced = -1
    this.chunked = false
    this.encoded = false
    this.asksClose = false
    this.asksKeepAlive = false
    this.malformed = null
    this.text = bytes.toString('latin1', from, to)
    this.lower = ''
    this.statusLine(bytes, from)
    for (let at = bytes.indexOf(LF, from) + 1; at < to && this.malformed === null; ) at = this.line(bytes, at, to)
    this.decide(bytes[from + 7] !== 0x30)
    return this.malformed
  }

  header(name: string): string | undefined {
    this.lower ||= this.text.toLowerCase()
    const key = keyOf(name)
    let values: string | undefined
    for (let at = this.lower.indexOf(key); at >= 0; at = this.lower.indexOf(key, at + 1)) {
      const value = this.text.slice(at + key.length, this.text.indexOf('\n', at + key.length)).trim()
      values = values === undefined ? value : `${values}, ${value}`
    }
    return values
  }

  private statusLine(bytes: Buffer, from: number): void {
    const after = bytes[from + 12]
    this.status = 0
    for (let at = from + 9; at < from + 12; at++) {
      const digit = bytes[at] - 48
      if (digit < 0 || digit > 9) this.malformed = 'the status line has no status of three digits'
      this.status = this.status * 10 + digit
    }
    const isSpaced = bytes[from + 8] === SPACE && (after === SPACE || after === CR || after === LF)
    if (!isSpaced || this.status < 100) this.malformed = 'the status line has no status of three digits'
  }

  /** Looks at one header line and returns where the next one starts. */
  private line(bytes: Buffer, from: number, to: number): number {
    let colon = from
    while (bytes[colon] !== COLON && bytes[colon] !== LF) colon++
    let end = colon
    while (end < to && bytes[end] !== LF) end++
    const isFolded = bytes[from] === SPACE || bytes[from] === TAB
    const isLast = bytes[from] === LF || (bytes[from] === CR && bytes[from + 1] === LF)
    if (isFolded || isLast) return end + 1
    if (bytes[colon] === LF || colon === from) this.malformed = 'a header line has no name and colon'
    else this.field(bytes, from, colon, end)
    return end + 1
  }

  private field(bytes: Buffer, from: number, colon: number, end: number): void {
    if (isName(bytes, from, colon, CONTENT_LENGTH)) this.contentLength(bytes, colon + 1, end)
    else if (isName(bytes, from, colon, TRANSFER_ENCODING)) {
      this.encoded = true
      this.chunked = tokens(bytes, colon + 1, end).at(-1) === 'chunked'
    } else if (isName(bytes, from, colon, CONNECTION)) {
      const asked = tokens(bytes, colon + 1, end)
      if (asked.includes('close')) this.asksClose = true
      if (asked.includes('keep-alive')) this.asksKeepAlive = true
    }
  }

  private contentLength(bytes: Buffer, from: number, to: number): void {
    const value = wholeNumber(bytes, from, to)
    if (value < 0 || (this.announced >= 0 && this.announced !== value)) {
      const text = bytes.toString('latin1', from, Math.min(to, from + 40)).trim()
      this.malformed = `expected one Content-Length, got ${JSON.stringify(text)}`
    }
    this.announced = value
  }

  private decide(isVersion11: boolean): void {
    this.length = 0
    if (this.status < 200 || this.status === 204 || this.status === 304) this.framing = 'empty'
    else if (this.chunked) this.framing = 'chunked'
    else if (this.encoded || this.announced < 0) this.framing = 'close'
    else {
      this.framing = this.announced === 0 ? 'empty' : 'length'
      this.length = this.announced
    }
    const isContradicted = this.encoded && this.announced >= 0
    const isKept = isVersion11 ? !this.asksClose : this.asksKeepAlive
    this.keepAlive = isKept && this.framing !== 'close' && !isContradicted
  }
}

const keys = new Map<string, string>()

/** What a header's line begins with, the line end before it included. */
function keyOf(name: string): string {
  const known = keys.get(name)
  if (known !== undefined) return known
  const key = `\n${name.toLowerCase()}:`
  keys.set(name, key)
  return key
}

/** Setting bit 5 makes ASCII letters lower-case and leaves the hyphen as it is. */
function isName(bytes: Buffer, from: number, to: number, name: Buffer): boolean {
  if (to - from !== name.length) return false
  for (let i = 0; i < name.length; i++) if ((bytes[from + i] | 0x20) !== name[i]) return false
  return true
}

/** The digits between blanks and, at the end, a CR; −1 where anything else is there or no double holds the number. */
function wholeNumber(bytes: Buffer, from: number, to: number): number {
  let start = from
  let end = to
  while (start < end && isBlank(bytes[start])) start++
  while (end > start && isBlank(bytes[end - 1])) end--
  if (start === end || end - start > MAX_DIGITS) return -1
  let value = 0
  for (let at = start; at < end; at++) {
    const digit = bytes[at] - 48
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB || byte === CR
}

function tokens(bytes: Buffer, from: number, to: number): string[] {
  const list = bytes.toString('latin1', from, to).toLowerCase().split(',')
  return list.map((token) => token.trim())
}
