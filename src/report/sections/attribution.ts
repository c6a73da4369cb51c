import type { Attribution, Mean, ScrapeCost } from '../../model/attribution.ts'
import type { Block, Cell, Fact, Table } from '../../model/report.ts'
import { formatBytes, formatCount, formatDuration, formatNumber, formatShare, NONE } from '../format.ts'
import type { ComposeSection } from './section.ts'

const LEGEND =
  'Means over the requests that ended in the window, by the servers’ own counters: of many requests together, never of one.'

/** Where the time of the requests went, and what else the servers said of themselves. */
export const composeAttribution: ComposeSection = ({ attribution }) => {
  if (attribution === null) return null
  const blocks: Block[] = []
  const table = timeTable(attribution)
  if (table !== null) blocks.push(table, { kind: 'text', text: LEGEND, tone: 'muted' })
  const facts = [...shareFacts(attribution), ...bookFacts(attribution), ...attribution.scrapes.map(scrapeFact)]
  if (facts.length > 0) blocks.push({ kind: 'facts', facts })
  return blocks.length === 0 ? null : { id: 'attribution', title: 'Where the time went', essential: false, blocks }
}

function timeTable({ times }: Attribution): Table | null {
  const { client, server, queue, prefill, decode } = times
  if (client === null || server === null) return null
  const parts = [queue, prefill, decode]
  const rest = parts.every((part) => part !== null)
    ? { mean: Math.round(server.mean - parts.reduce((sum, part) => sum + part.mean, 0)), n: server.n }
    : null
  const row = (label: string, time: Mean | null): Cell[][] => (time === null ? [] : [timeRow(label, time, client)])
  return {
    kind: 'table',
    caption: 'Mean time of a request',
    columns: [
      { label: 'part', align: 'left' },
      { label: 'mean', align: 'right' },
      { label: 'share', align: 'right' },
      { label: 'n', align: 'right' },
    ],
    rows: [
      ...row('network and client', { mean: client.mean - server.mean, n: Math.min(client.n, server.n) }),
      ...row('queue', queue),
      ...row('prefill', prefill),
      ...row('decode', decode),
      ...row('rest of the server', rest),
    ],
    totals: [timeRow('= from send to end', client, client)],
  }
}

function timeRow(label: string, { mean, n }: Mean, of: Mean): Cell[] {
  const share = mean / of.mean
  return [label, formatDuration(mean), { text: formatShare(share), meter: Math.max(0, share) }, formatCount(n)]
}

function shareFacts({ shares, cache, preemptions, mfu, mbu, times }: Attribution): Fact[] {
  const known = (label: string, share: number | null, note: string): Fact[] =>
    share === null ? [] : [{ label, value: formatShare(share), note }]
  return [
    ...known('ccr', shares.ccr, 'network and client / compute'),
    ...known('wait ratio', shares.waitRatio, 'queue / compute'),
    ...known('path efficiency', shares.pathEfficiency, 'compute / all'),
    ...(times.ttft === null
      ? []
      : [{ label: 'server ttft', value: formatDuration(times.ttft.mean), note: 'mean, without the network' }]),
    ...known('cache hits', cache && cache.hits / cache.queries, `of ${formatCount(cache?.queries ?? 0)} prompt tokens`),
    ...(preemptions === null
      ? []
      : [{ label: 'preemptions', value: formatCount(preemptions), note: 'for want of KV cache' }]),
    ...known('mfu', mfu, 'of the replicas’ peak arithmetic'),
    ...known('mbu', mbu, 'of the replicas’ peak bandwidth'),
  ]
}

function bookFacts({ inFlight, tokens, tokensBecause }: Attribution): Fact[] {
  const gap: Fact[] =
    inFlight === null
      ? []
      : [
          {
            label: 'in flight',
            value: `${formatNumber(inFlight.mean)} more at the client`,
            note: `mean of ${formatCount(inFlight.n)} readings, most ${formatNumber(inFlight.max)}; servers: running and waiting`,
          },
        ]
  if (tokens === null) {
    return [...gap, { label: 'tokens', value: NONE, note: `not compared with the servers: ${tokensBecause}` }]
  }
  const off = tokens.server === 0 ? 0 : (tokens.server - tokens.client) / tokens.server
  const note = `servers ${formatCount(tokens.server)}, ${formatShare(Math.abs(off))} apart, over the whole run; true only where all load is ours`
  return [...gap, { label: 'tokens', value: formatCount(tokens.client), note }]
}

function scrapeFact({ source, readings, failed, duration, share, bytes }: ScrapeCost): Fact {
  const size = bytes === null ? '' : `, ${formatBytes(bytes)}`
  const lost = failed === 0 ? '' : `, ${formatCount(failed)} failed`
  return {
    label: `read ${source}`,
    value: formatDuration(duration),
    note: `each, ${formatShare(share)} of its interval${size}, n ${formatCount(readings)}${lost}`,
    ...(failed > 0 && { tone: 'warn' as const }),
  }
}
