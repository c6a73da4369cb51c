/** Units of figures. Text shows them scaled; the number itself is always in this unit. */
export type Unit = 'ns' | '1/s' | 'tokens/s' | 'share' | 'count' | 'requests' | 'tokens' | 'bytes'

export interface Metric {
  unit: Unit
  better: 'lower' | 'higher' | 'neither'
  dimension: 'correctness' | 'performance' | 'cost' | 'reliability' | 'validity'
  /** What it is over: every request, every gap between tokens, or the run as a whole. */
  of: 'request' | 'gap' | 'run'
  /** The definition printed in every report's glossary. */
  definition: string
  /** Section of docs/methodology.md. */
  section: string
}

/**
 * Every metric Tailgate knows. A percentile is over all offered requests with failures at +∞, unless its name ends in
 * `.ok`; a name that ends in `.service` counts from the send instead of from due.
 */
export const METRICS = {
  ttft: metric('ns', 'lower', 'performance', 'request', 'first non-empty token − due; failures at +∞', '1'),
  'ttft.ok': metric('ns', 'lower', 'performance', 'request', 'ttft over ok requests only, as most tools print it', '1'),
  'ttft.service': metric('ns', 'lower', 'performance', 'request', 'first non-empty token − sent, ok requests', '1'),
  'ttft.visible': metric(
    'ns',
    'lower',
    'performance',
    'request',
    'first token of visible text − due, where reasoning precedes it; ok requests',
    '1',
  ),
  latency: metric('ns', 'lower', 'performance', 'request', 'end of the answer − due; failures at +∞', '1'),
  'latency.ok': metric('ns', 'lower', 'performance', 'request', 'latency over ok requests only', '1'),
  'latency.service': metric('ns', 'lower', 'performance', 'request', 'end of the answer − sent, ok requests', '1'),
  'latency.query': metric(
    'ns',
    'lower',
    'performance',
    'request',
    'last end among the samples of a query − due, where a query has several; failures at +∞',
    '1',
  ),
  tpot: metric(
    'ns',
    'lower',
    'performance',
    'request',
    '(end − first token) / (tokens − 1) of one request with two tokens or more; failures at +∞',
    '1',
  ),
  'tpot.ok': metric('ns', 'lower', 'performance', 'request', 'tpot over ok requests only', '1'),
  itl: metric('ns', 'lower', 'performance', 'gap', 'every gap between token events, pooled over requests', '1'),
  'itl.token': metric('ns', 'lower', 'performance', 'gap', 'each gap shared among the tokens that ended it', '1'),
  stall: metric(
    'ns',
    'lower',
    'performance',
    'request',
    'the largest gap between token events of a request; failures at +∞',
    '1',
  ),
  'stall.ok': metric('ns', 'lower', 'performance', 'request', 'stall over ok requests only', '1'),
  lag: metric(
    'ns',
    'lower',
    'validity',
    'request',
    'sent − due: our own lateness, inside latency, never the server’s',
    '1',
  ),
  throughput: metric('1/s', 'higher', 'performance', 'run', 'ok completions inside the window / its length', '1'),
  offered: metric('1/s', 'neither', 'performance', 'run', 'requests due inside the window / its length', '1'),
  'throughput.makespan': metric(
    '1/s',
    'higher',
    'performance',
    'run',
    'ok requests / (last end − first send), as vLLM and AIPerf count',
    '1',
  ),
  'throughput.mlperf': metric(
    '1/s',
    'higher',
    'performance',
    'run',
    '(samples − 1) / completion of the last-issued query, offline samples / last completion, as LoadGen counts',
    '1',
  ),
  'offered.mlperf': metric(
    '1/s',
    'neither',
    'performance',
    'run',
    '(samples − 1) / due time of the last query, as LoadGen counts scheduled samples',
    '1',
  ),
  'tokens.output': metric(
    'tokens/s',
    'higher',
    'performance',
    'run',
    'output tokens of ok requests that arrived inside the window / its length',
    '1',
  ),
  'tokens.output.raw': metric(
    'tokens/s',
    'higher',
    'performance',
    'run',
    'all output tokens that arrived inside the window / its length, failed requests too',
    '1',
  ),
  'tokens.total': metric(
    'tokens/s',
    'higher',
    'performance',
    'run',
    'input and output tokens of ok requests / window length',
    '1',
  ),
  goodput: metric(
    '1/s',
    'higher',
    'performance',
    'run',
    'requests due in the window that met every per-request bound / its length',
    '1',
  ),
  'goodput.service': metric(
    '1/s',
    'higher',
    'performance',
    'run',
    'goodput with ttft and latency counted from the send instead of from due',
    '1',
  ),
  'goodput.makespan': metric(
    '1/s',
    'higher',
    'performance',
    'run',
    'requests good by the from-send view / (last end − first send), as vLLM counts',
    '1',
  ),
  'goodput.tokens': metric(
    'tokens/s',
    'higher',
    'performance',
    'run',
    'output tokens of good requests / window length',
    '1',
  ),
  attainment: metric('share', 'higher', 'performance', 'run', 'good requests / all requests due in the window', '1'),
  availability: metric('share', 'higher', 'reliability', 'run', 'ok requests / all requests due in the window', '1'),
  'availability.time': metric(
    'share',
    'higher',
    'reliability',
    'run',
    'share of one-second bins whose ok share is at least one half',
    '1',
  ),
  failed: metric(
    'share',
    'lower',
    'reliability',
    'run',
    'requests that did not end ok / all requests due in the window',
    '1',
  ),
  rejected: metric(
    'share',
    'lower',
    'reliability',
    'run',
    'requests turned away by admission control / all due in the window',
    '1',
  ),
  interactivity: metric(
    'tokens/s',
    'higher',
    'performance',
    'run',
    'tokens per second one user sees: 1 / p50(tpot) of ok requests',
    '1',
  ),
  'interactivity.p90': metric(
    'tokens/s',
    'higher',
    'performance',
    'run',
    '1 / p90(tpot) of ok requests, as MLPerf Endpoints counts',
    '1',
  ),
  'interactivity.e2e': metric(
    'tokens/s',
    'higher',
    'performance',
    'run',
    '1 / median(latency / tokens) of ok requests, interpolated: waiting for the first token included',
    '1',
  ),
  concurrency: metric(
    'requests',
    'neither',
    'performance',
    'run',
    'requests in flight, averaged over the window',
    '7.5',
  ),
  'tokens.in': metric(
    'tokens',
    'neither',
    'correctness',
    'request',
    'prompt tokens per ok request, by the server where it says so',
    '1',
  ),
  'tokens.out': metric(
    'tokens',
    'neither',
    'correctness',
    'request',
    'output tokens per ok request, by the server where it says so',
    '1',
  ),
  'tpot.vacuous': metric(
    'share',
    'neither',
    'correctness',
    'run',
    'ok requests of fewer than two tokens, whose tpot bound holds for want of a tpot',
    '1',
  ),
  'length.missed': metric(
    'share',
    'lower',
    'correctness',
    'run',
    'ok requests whose output differs from the length asked for',
    '1',
  ),
} as const satisfies { readonly [name: string]: Metric }

export type MetricName = keyof typeof METRICS

function metric(
  unit: Unit,
  better: Metric['better'],
  dimension: Metric['dimension'],
  of: Metric['of'],
  definition: string,
  section: string,
): Metric {
  return { unit, better, dimension, of, definition, section }
}
