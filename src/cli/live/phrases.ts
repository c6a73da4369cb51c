import { formatCount, formatDuration, formatShare, formatValue, NONE } from '../../report/format.ts'
import { mlperfFloor } from '../../stats/floors.ts'
import { ppm } from '../../stats/quantile.ts'
import type { LiveState, Spread } from './live-state.ts'
import type { Piece } from './pieces.ts'
import { timeText } from './time-text.ts'

/** The words of the live view, each number with its unit. What is drawn and what is printed line by line share them. */

const P50_FLOOR = mlperfFloor(ppm(0.5))
const P99_FLOOR = mlperfFloor(ppm(0.99))

export function rateTexts({ rates }: LiveState): string[] {
  return [
    `offered ${formatValue(rates.offered, '1/s')}`,
    `achieved ${formatValue(rates.achieved, '1/s')}`,
    `good ${formatValue(rates.good, '1/s')}`,
  ]
}

export const tokenRateText = ({ rates }: LiveState): string => formatValue(rates.tokens, 'tokens/s')

/** `p50 120 ms`, `p99 430 ms (few)`: marked where docs/methodology.md §4.2 asks for more values. */
export function spreadTexts({ n, p50, p99 }: Spread): string[] {
  return [`p50 ${percentile(p50, n, P50_FLOOR)}`, `p99 ${percentile(p99, n, P99_FLOOR)}`]
}

function percentile(value: number, n: number, floor: number): string {
  if (Number.isNaN(value)) return NONE
  if (n >= floor) return formatDuration(value)
  return value === Number.POSITIVE_INFINITY ? '∞ (failures; few)' : `${formatDuration(value)} (few)`
}

/** `8 failed`, then each outcome by its name. Nothing where nothing failed. */
export function failureTexts({ failures }: LiveState): string[] {
  if (failures.length === 0) return []
  const total = failures.reduce((sum, { n }) => sum + n, 0)
  return [`${formatCount(total)} failed`, ...failures.map(({ outcome, n }) => `${outcome} ${formatCount(n)}`)]
}

/** `1 min 12 s of 10 min`, `1,200 of 24,576 requests`, `1 min 12 s`. */
export function progressTexts({ progress, elapsed, done }: LiveState): string[] {
  const { by, total } = progress
  const time = timeText(elapsed)
  if (by === 'time') return [`${time} of ${timeText(total)}`]
  return by === 'requests' ? [`${formatCount(done)} of ${formatCount(total)} requests`, time] : [time]
}

/** `8 min 48 s left`, or `about 70 s left` where only the pace so far tells. */
export function leftText({ by, left }: LiveState['progress']): string {
  if (Number.isNaN(left)) return ''
  return `${by === 'requests' ? 'about ' : ''}${timeText(left)} left`
}

/** How well Tailgate itself keeps up; set off where it makes the run invalid. */
export function generatorPieces({ generator, lagLimit }: LiveState): Piece[] {
  if (generator === null) return [{ text: NONE }]
  const late = generator.lagP99 > lagLimit
  const limit = late ? ` over its limit of ${formatDuration(lagLimit)}` : ''
  return [
    { text: `lag p99 ${formatDuration(generator.lagP99)}${limit}`, ...(late ? { look: 'warn' } : {}) },
    { text: `loop delay p99 ${formatDuration(generator.loopDelayP99)}` },
    { text: `cpu ${formatShare(generator.cpu)} of a core` },
  ]
}
