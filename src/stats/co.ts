/**
 * The latencies a closed loop failed to see while it waited: for a response that took longer than the interval at which
 * requests should have left, those that would have been due meanwhile, v − I, v − 2I, … down to I. An estimate, for
 * display only and never for a gate. docs/methodology.md §2
 * @param interval expected time between requests, in the unit of `latency`, above zero
 */
export function* omittedLatencies(latency: number, interval: number): Generator<number> {
  for (let missed = latency - interval; missed >= interval; missed -= interval) yield missed
}
