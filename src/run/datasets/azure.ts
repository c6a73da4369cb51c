import { openCsvTrace } from './csv-trace.ts'
import type { OpenDataset } from './dataset.ts'
import { parseTicks } from './ticks.ts'

import type { TraceSpec } from './trace.ts'

/** The Azure LLM inference traces of 2023 and 2024: date and time, tokens of context, tokens generated. */
export function openAzure(spec: TraceSpec, baseDir: string): Promise<OpenDataset> {
  let origin: number | undefined
  return openCsvTrace(spec, baseDir, {
    time: 'TIMESTAMP',
    input: 'ContextTokens',
    output: 'GeneratedTokens',
    timeIs: 'a time such as 2023-11-16 18:17:03.9799600',
    instant(cell) {
      const time = parseTicks(cell)
      if (time === undefined) return undefined
      origin ??= time.seconds
      return (time.seconds - origin) * 1e9 + time.ticks * 100
    },
  })
}
