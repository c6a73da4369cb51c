import { fromSeconds } from '../../base/nanos.ts'
import { openCsvTrace } from './csv-trace.ts'
import type { OpenDataset } from './dataset.ts'
import type { TraceSpec } from './trace.ts'

const SECONDS = /^\d+(\.\d+)?$/

/** BurstGPT: seconds since midnight of its first day; old files and those with session columns alike. */
export function openBurstgpt(spec: TraceSpec, baseDir: string): Promise<OpenDataset> {
  return openCsvTrace(spec, baseDir, {
    time: 'Timestamp',
    input: 'Request tokens',
    output: 'Response tokens',
    timeIs: 'seconds',
    instant: (cell) => (SECONDS.test(cell) ? fromSeconds(Number(cell)) : undefined),
  })
}
