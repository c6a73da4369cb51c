import { deflateSync, inflateSync } from 'node:zlib'
import { EXIT, Failure } from '../base/failure.ts'
import { Histogram, type HistogramConfig } from './histogram.ts'

const PLAIN_COOKIE = 0x1c849313
const COMPRESSED_COOKIE = 0x1c849314
const HEADER_BYTES = 40

/** A histogram as HdrHistogram for Java writes it: V2 payload without compression. docs/methodology.md §5 */
export function encodeHistogram(histogram: Histogram): Buffer {
  const counts = encodeCounts(histogram)
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeInt32BE(PLAIN_COOKIE, 0)
  header.writeInt32BE(counts.length, 4)
  header.writeInt32BE(0, 8)
  header.writeInt32BE(histogram.config.digits, 12)
  header.writeBigInt64BE(BigInt(histogram.config.lowest), 16)
  header.writeBigInt64BE(BigInt(histogram.config.highest), 24)
  header.writeDoubleBE(1, 32)
  return Buffer.concat([header, counts])
}

/** The same, compressed, as `.hlog` lines carry it in base64. */
export function compressHistogram(histogram: Histogram): Buffer {
  const body = deflateSync(encodeHistogram(histogram))
  const header = Buffer.alloc(8)
  header.writeInt32BE(COMPRESSED_COOKIE, 0)
  header.writeInt32BE(body.length, 4)
  return Buffer.concat([header, body])
}

/**
 * Reads either form. The normalizing offset and conversion ratio are skipped: Java writes 0 and 1.0 there,
 * hdr-histogram-js 1 and an integer 1, and neither changes a count.
 * @throws Failure (exit usage) when the bytes are not a V2 histogram
 */
export function decodeHistogram(bytes: Buffer): Histogram {
  const cookie = bytes.length < 8 ? 0 : bytes.readInt32BE(0)
  if (cookie === COMPRESSED_COOKIE) {
    const length = bytes.readInt32BE(4)
    if (bytes.length < 8 + length) throw notAHistogram('it is cut short')
    return decodeHistogram(inflated(bytes.subarray(8, 8 + length)))
  }
  if (cookie !== PLAIN_COOKIE) throw notAHistogram(`its first bytes are 0x${(cookie >>> 0).toString(16)}`)
  const end = HEADER_BYTES + bytes.readInt32BE(4)
  if (bytes.length < end) throw notAHistogram('it is cut short')
  const histogram = new Histogram(readConfig(bytes))
  decodeCounts(bytes.subarray(HEADER_BYTES, end), histogram)
  return histogram
}

function readConfig(bytes: Buffer): HistogramConfig {
  const highest = Number(bytes.readBigInt64BE(24))
  return {
    digits: bytes.readInt32BE(12),
    lowest: Number(bytes.readBigInt64BE(16)),
    highest: Math.min(highest, Number.MAX_SAFE_INTEGER / 2),
  }
}

/** Counts up to the highest cell in use; a run of k > 1 empty cells is the one number −k. */
function encodeCounts(histogram: Histogram): Buffer {
  const bytes: number[] = []
  let next = 0
  for (const { index, count } of histogram.cells()) {
    const empty = index - next
    if (empty === 1) zigZag(0, bytes)
    else if (empty > 1) zigZag(-empty, bytes)
    zigZag(count, bytes)
    next = index + 1
  }
  return Buffer.from(bytes)
}

function decodeCounts(bytes: Buffer, histogram: Histogram): void {
  let index = 0
  let position = 0
  while (position < bytes.length) {
    let raw = 0
    let scale = 1
    let byte: number
    do {
      byte = bytes[position++]
      if (byte === undefined || scale > 2 ** 49) throw notAHistogram('a count is malformed')
      raw += (byte & 0x7f) * scale
      scale *= 128
    } while (byte >= 0x80)
    const value = raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2
    if (value < 0) index -= value
    else {
      if (value > 0 && index >= histogram.length) throw notAHistogram('it has more cells than its range')
      if (value > 0) histogram.recordCell(index, value)
      index++
    }
  }
}

/** LEB128 of the zig-zag form. Below 2^53 it never reaches the ninth byte, which would hold eight bits. */
function zigZag(value: number, bytes: number[]): void {
  let left = value < 0 ? -2 * value - 1 : 2 * value
  while (left >= 0x80) {
    bytes.push((left % 128) + 0x80)
    left = Math.floor(left / 128)
  }
  bytes.push(left)
}

function inflated(bytes: Buffer): Buffer {
  try {
    return inflateSync(bytes)
  } catch (cause) {
    throw notAHistogram('its compressed body is damaged', cause)
  }
}

function notAHistogram(why: string, cause?: unknown): Failure {
  return new Failure('hlog.payload', `not an HdrHistogram of payload version 2: ${why}`, {
    exit: EXIT.usage,
    hint: 'write it with HdrHistogram 2.1 or later (log format 1.2 or 1.3)',
    cause,
  })
}
