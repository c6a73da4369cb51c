import type { Distribution } from '../model/analysis.ts'

/** The buckets that a logarithmic axis has room for: none at zero, no empty ones at either end. */
export function drawableBuckets({ buckets }: Distribution): Distribution['buckets'] {
  const first = buckets.findIndex(({ from, count }) => from > 0 && count > 0)
  const last = buckets.findLastIndex(({ count }) => count > 0)
  return first < 0 ? [] : buckets.slice(first, last + 1)
}
