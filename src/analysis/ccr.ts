/** Mean times of the serving path, all in one unit. Server times are what its own meters say. */
export interface ServingPath {
  clientLatency: number
  serverLatency: number
  queue: number
  prefill: number
  decode: number
}

/** Where the time of a request goes: on the way, waiting, or computing. docs/methodology.md §1 */
export function pathShares({ clientLatency, serverLatency, queue, prefill, decode }: ServingPath) {
  const compute = prefill + decode
  return {
    ccr: (clientLatency - serverLatency) / compute,
    waitRatio: queue / compute,
    pathEfficiency: compute / clientLatency,
  }
}
