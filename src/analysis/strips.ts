import { NS_PER_S } from '../base/nanos.ts'
import type { ReplicaStrip } from '../model/analysis.ts'
import type { RequestColumns } from '../model/columns.ts'
import { Coverage } from './coverage.ts'
import { binOf, type Grid } from './grid.ts'
import { isOk } from './timing.ts'

/** Each replica over time, by name. Nothing where requests went to one alone. */
export function drawStrips(requests: RequestColumns, good: Uint8Array, grid: Grid): ReplicaStrip[] {
  const strips = new Map<number, { strip: ReplicaStrip; inFlight: Coverage }>()
  const perSecond = NS_PER_S / grid.bin
  for (let row = 0; row < requests.rows; row++) {
    const code = requests.replica[row]
    if (code < 0) continue
    const own = strips.get(code) ?? emptyStrip(requests.tables.replica[code], grid)
    strips.set(code, own)
    own.inFlight.add(requests.sent[row], requests.done[row], 1)
    const bin = binOf(grid, requests.due[row])
    if (bin < 0) continue
    own.strip.offered[bin] += perSecond
    if (good[row] === 1) own.strip.good[bin] += perSecond
    if (!isOk(requests, row)) own.strip.failed[bin] += perSecond
  }
  if (strips.size < 2) return []
  return [...strips.values()]
    .map(({ strip, inFlight }) => ({ ...strip, inFlight: inFlight.bins(grid.bin) }))
    .sort((a, b) => (a.replica < b.replica ? -1 : 1))
}

function emptyStrip(replica: string, { from, bin, bins }: Grid) {
  const zeros = () => new Float64Array(bins)
  return {
    strip: { replica, offered: zeros(), good: zeros(), failed: zeros(), inFlight: zeros() },
    inFlight: new Coverage(from, bin, bins),
  }
}
