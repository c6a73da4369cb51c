export interface Series {
  /** `counter`: only grows, until it is reset or wraps. */
  kind: 'gauge' | 'counter'
  unit: 's' | 'J' | 'W' | 'share' | 'tokens' | 'requests' | 'events' | 'bytes'
  definition: string
}

const gauge = (unit: Series['unit'], definition: string): Series => ({ kind: 'gauge', unit, definition })
const counter = (unit: Series['unit'], definition: string): Series => ({ kind: 'counter', unit, definition })

/**
 * What readings of the log are called, whatever name and unit the server or meter has for it. Labels: `replica` where
 * one is known, `device` and `scope` (gpu, cpu, dram, node) of energy and power, `engine` of one of several in a replica.
 */
export const SERIES = {
  'requests.running': gauge('requests', 'requests the server works on'),
  'requests.waiting': gauge('requests', 'requests in the server’s queue'),
  'requests.finished': counter('requests', 'requests the server has finished, in whatever way'),
  'kv.usage': gauge('share', 'part of the KV cache in use'),
  'tokens.prompt': counter('tokens', 'prompt tokens processed'),
  'tokens.output': counter('tokens', 'tokens generated'),
  'cache.queries': counter('tokens', 'prompt tokens looked up in the prefix cache'),
  'cache.hits': counter('tokens', 'prompt tokens found in the prefix cache'),
  preemptions: counter('events', 'requests put back for want of KV cache'),
  'ttft.sum': counter('s', 'time to first token, summed over requests'),
  'ttft.count': counter('requests', 'requests in ttft.sum'),
  'e2e.sum': counter('s', 'request time inside the server, summed'),
  'e2e.count': counter('requests', 'requests in e2e.sum'),
  'queue.sum': counter('s', 'time in the server’s queue, summed'),
  'queue.count': counter('requests', 'requests in queue.sum'),
  'prefill.sum': counter('s', 'prefill time, summed'),
  'prefill.count': counter('requests', 'requests in prefill.sum'),
  'decode.sum': counter('s', 'decode time, summed'),
  'decode.count': counter('requests', 'requests in decode.sum'),
  steps: counter('events', 'engine steps'),
  energy: counter('J', 'energy used by a device'),
  'energy.range': gauge('J', 'value at which the energy counter wraps'),
  power: gauge('W', 'power drawn by a device'),
  'gpu.utilization': gauge('share', 'share of time in which the GPU was busy, by the meter’s own definition'),
  'gpu.memory': gauge('bytes', 'GPU memory in use'),
  'process.start': gauge('s', 'start of the server’s process, Unix time'),
  'scrape.duration': gauge('s', 'how long one reading of this source took'),
  'scrape.bytes': gauge('bytes', 'how much it transferred'),
  'scrape.failed': gauge('events', '1 where a reading of this source failed'),
} as const satisfies { readonly [name: string]: Series }

export type SeriesName = keyof typeof SERIES
