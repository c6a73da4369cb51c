import type { Counts } from './counts.ts'
import type { Figures } from './figures.ts'
import type { Tried } from './try-server.ts'

/** Counts stand as the log has them / as the server's own counters have them. */
export const TABLE_HEAD = [
  ...['server', 'surface', 'what', 'planned', 'ok', 'prompt tokens', 'of these cached', 'output tokens'],
  ...['throughput', 'latency p50', 'ttft p50', 'checks', 'result'],
]

const COUNTED = ['requests', 'promptTokens', 'cachedTokens', 'outputTokens'] as const satisfies (keyof Counts)[]

export function rowOf({ server, surface, what, outcome }: Tried): string[] {
  const name = [server, surface, what]
  if (outcome.kind === 'broken' || outcome.kind === 'impossible') {
    return [...name, ...Array(8).fill(''), outcome.kind, '']
  }
  if (outcome.kind === 'drilled') {
    const { books, list, saw } = outcome.drilled
    return [...name, `${books.planned}`, `${books.outcomes.ok ?? 0}`, ...Array(6).fill(''), held(list), saw]
  }
  const { list, result, client, server: counted, figures } = outcome.driven
  const counts = COUNTED.map((key) => pair(client[key], counted[key]))
  const { planned } = result.books
  return [...name, `${planned}`, ...counts, ...spellFigures(figures), held(list), result.result]
}

const held = ({ passed, failures }: { passed: number; failures: readonly string[] }): string =>
  `${passed} of ${passed + failures.length}`

function pair(client: Counts[keyof Counts], server: Counts[keyof Counts]): string {
  return server === null ? `${client ?? '–'}` : `${client} / ${server}`
}

function spellFigures({ throughput, latency, ttft }: Figures): string[] {
  const millis = (ns: number | null) => (ns === null ? '–' : `${rounded(ns / 1e6)} ms`)
  return [throughput === null ? '–' : `${rounded(throughput)}/s`, millis(latency), millis(ttft)]
}

const rounded = (value: number): number => Number(value.toPrecision(3))
