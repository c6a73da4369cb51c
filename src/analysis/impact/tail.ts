import type { TailFigures } from '../../model/impact.ts'
import { mlperfFloor } from '../../stats/floors.ts'
import { ordered, ppm, quantile, sortInPlace } from '../../stats/quantile.ts'
import { isOk, TIMINGS } from '../timing.ts'
import type { Window } from '../window.ts'
import type { Scene } from './scene.ts'

const P99 = ppm(0.99)

/** How slow it was for the requests due between fault and recovery, failures at +Infinity. docs/methodology.md §8 */
export function degradedTail({ requests, streamed }: Scene, { from, to }: Window): TailFigures[] {
  const rows: number[] = []
  for (let row = 0; row < requests.rows; row++) {
    if (requests.due[row] >= from && requests.due[row] < to) rows.push(row)
  }
  const ok = rows.filter((row) => isOk(requests, row))
  const metrics = streamed ? (['ttft', 'latency', 'stall'] as const) : (['latency'] as const)
  return metrics.flatMap((metric) => {
    const values = Float64Array.from(ok, TIMINGS[metric](requests)).filter((value) => !Number.isNaN(value))
    const all = ordered(sortInPlace(values), rows.length - ok.length)
    if (all.n === 0) return []
    const insufficient = all.n < mlperfFloor(P99)
    return [{ metric, n: all.n, p50: quantile(all, ppm(0.5)), p99: quantile(all, P99), insufficient }]
  })
}
