export interface Moments {
  n: number
  mean: number
  min: number
  max: number
  /** Sample standard deviation (n − 1); NaN for fewer than two values. */
  stddev: number
}

/** Mean, extremes and spread. Infinite values make mean and maximum infinite and the spread NaN, never the mean NaN. */
export function moments(values: ArrayLike<number>): Moments {
  const n = values.length
  let sum = 0
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (let i = 0; i < n; i++) {
    const value = values[i]
    sum += value
    if (value < min) min = value
    if (value > max) max = value
  }
  if (n === 0) return { n, mean: Number.NaN, min: Number.NaN, max: Number.NaN, stddev: Number.NaN }
  const mean = sum / n
  let squares = 0
  for (let i = 0; i < n; i++) squares += (values[i] - mean) ** 2
  return { n, mean, min, max, stddev: n < 2 ? Number.NaN : Math.sqrt(squares / (n - 1)) }
}
