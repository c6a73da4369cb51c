import { type Metric, metric } from './metric-kind.ts'

const mean = (definition: string): Metric => metric('ns', 'lower', 'performance', 'run', definition, '1')
const ratio = (better: Metric['better'], definition: string): Metric =>
  metric('share', better, 'performance', 'run', definition, '1')

/**
 * Where the time went, by the servers' own counters over the measured window. Sums over all replicas and engines,
 * divided: means over requests the servers finished in the window, never percentiles.
 */
export const ATTRIBUTION_METRICS = {
  'queue.mean': mean('server’s queueing time / requests it counts'),
  'prefill.mean': mean('server’s prefill time / requests it counts'),
  'decode.mean': mean('server’s decode time / requests it counts'),
  'server.ttft.mean': mean('server’s time to first token / requests it counts: no network in it'),
  'server.latency.mean': mean('server’s request time / requests it counts: no network in it'),
  'network.mean': mean('mean latency.service of ok requests − server.latency.mean: network and client'),
  ccr: ratio('lower', 'network.mean / (prefill.mean + decode.mean): communication to computation'),
  'wait.ratio': ratio('lower', 'queue.mean / (prefill.mean + decode.mean)'),
  'path.efficiency': ratio('higher', '(prefill.mean + decode.mean) / mean latency.service of ok requests'),
  'cache.hit-rate': ratio('higher', 'prompt tokens found in the prefix cache / looked up'),
  preemptions: metric('count', 'lower', 'performance', 'run', 'requests put back for want of KV cache', '1'),
  'in-flight.gap': metric(
    'requests',
    'neither',
    'performance',
    'run',
    'client’s requests in flight − servers’ running and waiting, at each reading',
    '1',
  ),
  mfu: ratio('higher', 'floating-point operations of the tokens that came / what the replicas’ peak allows'),
  mbu: ratio('higher', 'bytes of weights and keys and values read / what the replicas’ peak bandwidth allows'),
} as const satisfies { readonly [name: string]: Metric }
