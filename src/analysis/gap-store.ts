import { Pool, union, type WeightedRun } from '../stats/pool.ts'
import type { Ordered } from '../stats/quantile.ts'

/** Gaps between token events, each once (`itl`), or shared among the tokens that ended it (`itl.token`). */
export interface Gaps {
  byEvent: Ordered
  byToken: Ordered
  /** The runs behind `byEvent`, without the gaps of zero. */
  runs: readonly WeightedRun[]
  zeros: number
  sum: number
}

interface Cell {
  stream: number
  replica: number
  /** Values by the number of tokens that ended the gap. */
  pools: Map<number, Pool>
  sum: number
  zeroEvents: number
  zeroTokens: number
}

/**
 * Gathers the gaps of a run by stream, replica and token count, so that each gap is kept once and every split, and both
 * weightings, are unions of the same sorted runs.
 */
export class GapStore {
  readonly #cells = new Map<number, Cell>()
  #last: Cell | null = null
  #sorted: Map<Cell, WeightedRun[]> | null = null

  /** @param gap ns, NaN before a request's first read; @param events token events of the read, all at one instant */
  add(stream: number, replica: number, gap: number, events: number, tokens: number): void {
    const cell = this.#cell(stream, replica)
    const shared = Math.max(tokens, 1)
    if (gap > 0) {
      poolOf(cell, shared).add(gap)
      cell.sum += gap
      cell.zeroEvents += events - 1
    } else if (gap === 0) {
      cell.zeroEvents += events
      cell.zeroTokens += shared
    } else {
      cell.zeroEvents += events - 1
      cell.zeroTokens += shared - Math.ceil(shared / events)
    }
  }

  /** The gaps of one stream, of one replica, or of all; a code of null means any. */
  select(stream: number | null, replica: number | null): Gaps {
    this.#sorted ??= this.#sort()
    const runs: WeightedRun[] = []
    let [sum, zeros, zeroTokens] = [0, 0, 0]
    for (const [cell, cellRuns] of this.#sorted) {
      if (stream !== null && cell.stream !== stream) continue
      if (replica !== null && cell.replica !== replica) continue
      runs.push(...cellRuns)
      sum += cell.sum
      zeros += cell.zeroEvents
      zeroTokens += cell.zeroTokens
    }
    const whole = runs.map(({ values }) => ({ values, weight: 1, divisor: 1 }))
    return { byEvent: union(whole, zeros), byToken: union(runs, zeroTokens), runs: whole, zeros, sum }
  }

  #cell(stream: number, replica: number): Cell {
    if (this.#last?.stream === stream && this.#last.replica === replica) return this.#last
    const key = (stream + 1) * 65_536 + replica + 1
    let cell = this.#cells.get(key)
    if (cell === undefined) {
      cell = { stream, replica, pools: new Map(), sum: 0, zeroEvents: 0, zeroTokens: 0 }
      this.#cells.set(key, cell)
    }
    this.#last = cell
    return cell
  }

  #sort(): Map<Cell, WeightedRun[]> {
    const sorted = new Map<Cell, WeightedRun[]>()
    for (const cell of this.#cells.values()) {
      const runs: WeightedRun[] = []
      for (const [tokens, pool] of cell.pools) {
        for (const values of pool.runs()) runs.push({ values, weight: tokens, divisor: tokens })
      }
      sorted.set(cell, runs)
    }
    return sorted
  }
}

function poolOf({ pools }: Cell, tokens: number): Pool {
  const found = pools.get(tokens)
  if (found !== undefined) return found
  const pool = new Pool()
  pools.set(tokens, pool)
  return pool
}
