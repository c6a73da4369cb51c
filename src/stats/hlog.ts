import { EXIT, Failure } from '../base/failure.ts'
import type { Histogram } from './histogram.ts'
import { compressHistogram, decodeHistogram } from './hlog-payload.ts'

/** One interval of an `.hlog`. Times in seconds since the log's start time. */
export interface HlogInterval {
  tag: string | null
  start: number
  length: number
  histogram: Histogram
}

export interface Hlog {
  /** Seconds since the epoch; null where the file does not say. */
  startTime: number | null
  intervals: HlogInterval[]
}

export interface HlogHeader {
  /** What wrote it: the first comment line. */
  writer: string
  /** Seconds since the epoch. */
  startTime: number
  /** The maximum is printed in recorded units divided by this: 1e6 prints nanoseconds as milliseconds. */
  maxUnitRatio: number
}

const LEGEND = '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"'
const START_TIME = /^#\[StartTime: ([0-9.]+)/
const LINE = /^(?:Tag=([^,\s]+),)?\s*([0-9.]+),\s*([0-9.]+),\s*[0-9.]+,\s*([A-Za-z0-9+/]+=*)\s*$/

/** The text of an HdrHistogram log, format 1.3, as the Java tools read it. docs/methodology.md §5 */
export function writeHlog(header: HlogHeader, intervals: Iterable<HlogInterval>): string {
  const iso = new Date(header.startTime * 1000).toISOString().replace('.000Z', 'Z')
  const lines = [
    `#[Logged with ${header.writer}]`,
    '#[Histogram log format version 1.3]',
    `#[StartTime: ${header.startTime.toFixed(3)} (seconds since epoch), ${iso}]`,
    LEGEND,
  ]
  for (const { tag, start, length, histogram } of intervals) {
    const max = histogram.max / header.maxUnitRatio
    const numbers = [start, length, max].map((value) => value.toFixed(3)).join(',')
    lines.push(`${tag === null ? '' : `Tag=${tag},`}${numbers},${compressHistogram(histogram).toString('base64')}`)
  }
  return lines.join('\n') + '\n'
}

/** Reads the log of any HdrHistogram port. @throws Failure (exit usage) naming the line that is none */
export function readHlog(text: string): Hlog {
  let startTime: number | null = null
  const intervals: HlogInterval[] = []
  for (const [index, line] of text.split('\n').entries()) {
    const started = START_TIME.exec(line)
    if (started) startTime = Number(started[1])
    if (line.trim() === '' || line.startsWith('#') || line.startsWith('"StartTimestamp"')) continue
    const match = LINE.exec(line)
    if (!match) {
      throw new Failure('hlog.line', `line ${index + 1} of the .hlog is no interval: ${line.slice(0, 60)}`, {
        exit: EXIT.usage,
        hint: 'a line reads [Tag=name,]start,length,max,base64',
      })
    }
    const [, tag = null, start, length, body] = match
    const histogram = decodeHistogram(Buffer.from(body, 'base64'))
    intervals.push({ tag, start: Number(start), length: Number(length), histogram })
  }
  return { startTime, intervals }
}
