/** A straight line through points, with the uncertainty of its slope. */
export interface Line {
  slope: number
  intercept: number
  /** Standard error of the slope; NaN for fewer than three points. */
  se: number
  /** slope / se: +Infinity on a perfect line that is not flat. */
  t: number
}

/** Ordinary least squares of y over x = 0, 1, 2, … in units of one step. docs/methodology.md §7.4 */
export function fitLine(y: ArrayLike<number>): Line {
  const n = y.length
  const meanX = (n - 1) / 2
  let meanY = 0
  for (let i = 0; i < n; i++) meanY += y[i] / n
  let sxx = 0
  let sxy = 0
  for (let i = 0; i < n; i++) {
    sxx += (i - meanX) ** 2
    sxy += (i - meanX) * (y[i] - meanY)
  }
  const slope = n < 2 ? Number.NaN : sxy / sxx
  const intercept = meanY - slope * meanX
  let rss = 0
  for (let i = 0; i < n; i++) rss += (y[i] - intercept - slope * i) ** 2
  const se = n < 3 ? Number.NaN : Math.sqrt(rss / (n - 2) / sxx)
  return { slope, intercept, se, t: slope === 0 ? 0 : slope / se }
}
