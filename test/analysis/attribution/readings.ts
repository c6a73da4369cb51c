import { nanos } from '../../../src/base/nanos.ts'
import type { Probe } from '../../../src/model/probe.ts'
import type { Reading } from '../../../src/model/run-log.ts'
import type { SeriesName } from '../../../src/model/series.ts'

export const SCRAPE: Probe = {
  name: 'servers',
  every: nanos(1e9),
  timeout: nanos(1e9),
  kind: 'metrics',
  url: null,
  headers: {},
}

type Labels = { readonly [label: string]: string }

/** Values of a series by second, from `from` s on. */
export function readingsOf(
  name: SeriesName,
  values: readonly number[],
  { from = 0, source = 'servers', labels = { replica: 'a' } }: { from?: number; source?: string; labels?: Labels } = {},
): Reading[] {
  return values.map((value, i) => ({ at: nanos((from + i) * 1e9), source, name, labels, value }))
}
