import { type MetricSample, nameOf, parseSampleLine } from './sample-line.ts'

/** What one scrape held. */
export interface Scrape {
  samples: readonly MetricSample[]
  /** Names of families that were announced by a TYPE line, also those without a sample yet. */
  declared: readonly string[]
  /** Lines that are neither a sample nor a comment, and a last line that was not finished. */
  badLines: number
}

const TYPE = /^#\s+TYPE\s+(\S+)\s+\S/

/**
 * Reads Prometheus' text format and OpenMetrics. What cannot be read is skipped and counted, never thrown: half of a
 * scrape is worth having. A last line without its line end may be half a number, and is not read.
 *
 * @param wanted samples of other names are passed over without reading their labels
 */
export function parsePrometheusText(text: string, wanted: (name: string) => boolean = () => true): Scrape {
  const samples: MetricSample[] = []
  const declared: string[] = []
  let badLines = 0
  let from = 0
  while (from < text.length) {
    const end = text.indexOf('\n', from)
    const line = lineOf(text, from, end < 0 ? text.length : end)
    const finished = end >= 0
    from = finished ? end + 1 : text.length

    if (line.trim() === '') continue
    if (line.startsWith('# EOF')) break
    if (line.startsWith('#')) {
      const family = TYPE.exec(line)?.[1]
      if (family !== undefined) declared.push(family)
      continue
    }
    const name = nameOf(line)
    if (name !== '' && finished && !wanted(name)) continue
    const sample = finished ? parseSampleLine(line) : null
    if (sample === null) badLines++
    else samples.push(sample)
  }
  return { samples, declared, badLines }
}

/** Without the carriage return of a server that writes `\r\n`, and without blanks before the name. */
function lineOf(text: string, from: number, end: number): string {
  const until = text[end - 1] === '\r' ? end - 1 : end
  const line = text.slice(from, until)
  return line.startsWith(' ') || line.startsWith('\t') ? line.trimStart() : line
}
