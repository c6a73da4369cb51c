import { Float64Histogram } from 'hdr-histogram-js'
import type { Ppm } from './quantile.ts'
import { nearestRank } from './quantile.ts'

export interface HistogramConfig {
  /** Smallest value told apart from zero, and largest that is counted. */
  lowest: number
  highest: number
  /** Significant decimal digits kept, 1 … 5. */
  digits: number
}

/** Nanoseconds from 1 µs to 1 h with three digits: relative error below 0.1 %. docs/methodology.md §5 */
export const NANOS_RANGE: HistogramConfig = { lowest: 1e3, highest: 3600e9, digits: 3 }

/** One cell that holds values: [low, high] inclusive are not told apart. */
export interface Cell {
  index: number
  low: number
  high: number
  count: number
}

/**
 * Counts of integer values in cells of constant relative width, after HdrHistogram. A streaming view and an export;
 * exact quantiles come from the raw values. What lies above the range is counted apart and ranks as +Infinity.
 */
export class Histogram {
  readonly config: HistogramConfig
  overflow = 0
  #cells: Float64Histogram
  #max = 0

  constructor(config: HistogramConfig = NANOS_RANGE) {
    this.config = config
    this.#cells = new Float64Histogram(config.lowest, config.highest, config.digits)
  }

  /** Values in range. */
  get n(): number {
    return this.#cells.totalCount
  }

  /** Largest value in range, as exact as it was recorded; 0 when empty. */
  get max(): number {
    return this.#max
  }

  /** Mean of the values in range, each taken as the middle of its cell. */
  get mean(): number {
    return this.#cells.mean
  }

  get length(): number {
    return this.#cells.countsArrayLength
  }

  record(value: number, count = 1): void {
    if (value > this.config.highest) this.overflow += count
    else {
      this.#cells.recordValueWithCount(value, count)
      if (value > this.#max) this.#max = value
    }
  }

  /** Adds cell by cell; where the configurations differ, each cell is recorded again at its lowest value. */
  add(other: Histogram): void {
    for (const { low, count } of other.cells()) this.record(low, count)
    this.overflow += other.overflow
    if (sameConfig(this.config, other.config)) this.#max = Math.max(this.#max, other.max)
  }

  /** Nearest-rank quantile: the highest value equivalent to the cell that reaches the rank. NaN when empty. */
  quantile(q: Ppm): number {
    const total = this.n + this.overflow
    if (total === 0) return Number.NaN
    let left = nearestRank(total, q)
    for (const cell of this.cells()) {
      left -= cell.count
      if (left <= 0) return cell.high
    }
    return Number.POSITIVE_INFINITY
  }

  /** The cells that hold values, in ascending order. */
  *cells(): Generator<Cell> {
    const last = this.n === 0 ? -1 : this.indexOf(this.#max)
    for (let index = 0; index <= last; index++) {
      const count = this.#cells.getCountAtIndex(index)
      if (count > 0) yield { index, count, ...this.#span(index) }
    }
  }

  indexOf(value: number): number {
    return this.#cells.countsArrayIndex(value)
  }

  /** The values that share a cell with `value`. */
  span(value: number): { low: number; high: number } {
    return this.#span(this.indexOf(value))
  }

  countAt(index: number): number {
    return this.#cells.getCountAtIndex(index)
  }

  #span(index: number): { low: number; high: number } {
    const low = this.#cells.valueFromIndex(index)
    return { low, high: this.#cells.highestEquivalentValue(low) }
  }

  /** Fills a cell by its number, as decoders do; its highest value then stands for the unknown exact ones. */
  recordCell(index: number, count: number): void {
    const { low, high } = this.#span(index)
    this.#cells.recordValueWithCount(low, count)
    this.#max = Math.max(this.#max, high)
  }
}

const sameConfig = (a: HistogramConfig, b: HistogramConfig): boolean =>
  a.lowest === b.lowest && a.highest === b.highest && a.digits === b.digits
