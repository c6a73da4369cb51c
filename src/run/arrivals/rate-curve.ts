import type { Stage } from '../../model/scenario.ts'

/** Rate over time as straight pieces, and the time by which a number of queries is expected. */
interface Piece {
  /** ns since zero. */
  from: number
  /** Expected queries before this piece. */
  before: number
  /** Per second, at its begin. */
  rate: number
  /** Per second per second. */
  slope: number
}

/**
 * The inverse of the expected number of queries: a function from a count to the instant, in ns, at which that many are
 * expected. Asked with growing counts. The first ramp starts from rate 0; after the last stage its rate holds.
 * Infinity where the count is never reached.
 */
export function inverseOf(stages: readonly Stage[]): (count: number) => number {
  const pieces = piecesOf(stages)
  let at = 0
  return (count) => {
    while (at < pieces.length - 1 && count >= pieces[at + 1].before) at++
    const { from, before, ...piece } = pieces[at]
    // Rounding must not carry an instant past the begin of the next piece, where the next query may be.
    const end = pieces[at + 1]?.from ?? Number.POSITIVE_INFINITY
    return Math.min(from + secondsUntil(count - before, piece) * 1e9, end)
  }
}

function piecesOf(stages: readonly Stage[]): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  let before = 0
  let last = 0
  for (const { shape, rate, duration } of stages) {
    const seconds = duration / 1e9
    const begin = shape === 'ramp' ? last : rate
    if (seconds > 0) pieces.push({ from, before, rate: begin, slope: (rate - begin) / seconds })
    from += duration
    before += ((begin + rate) / 2) * seconds
    last = rate
  }
  return [...pieces, { from, before, rate: last, slope: 0 }]
}

/** Solves rate·t + slope·t²/2 = count for t, in the form that loses no digits when the slope is small. */
function secondsUntil(count: number, { rate, slope }: Pick<Piece, 'rate' | 'slope'>): number {
  if (rate === 0 && slope === 0) return Number.POSITIVE_INFINITY
  if (count <= 0) return 0
  return (2 * count) / (rate + Math.sqrt(Math.max(0, rate * rate + 2 * slope * count)))
}
