import type { Source } from './source.ts'

/** What Prometheus' own clients add to every server. */
export const process: Source = {
  prefixes: [],
  rules: [{ series: 'process.start', from: ['process_start_time_seconds'] }],
}
