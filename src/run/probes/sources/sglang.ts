import { type Source, totals } from './source.ts'

/**
 * SGLang with `--enable-metrics`. Its token and request counters advance when a request finishes. Ranks of one scheduler
 * report the same numbers; with priorities there is a series each, and one without that is their sum.
 */
const WHOLE = { priority: /^$/ }

export const sglang: Source = {
  prefixes: ['sglang:'],
  copies: ['tp_rank', 'pp_rank', 'moe_ep_rank'],
  engine: 'dp_rank',
  rules: [
    { series: 'requests.running', from: ['sglang:num_running_reqs'], where: WHOLE },
    { series: 'requests.waiting', from: ['sglang:num_queue_reqs'], where: WHOLE },
    { series: 'requests.finished', from: ['sglang:num_requests'] },
    { series: 'kv.usage', from: ['sglang:token_usage'], per: 'engine' },
    { series: 'tokens.prompt', from: ['sglang:prompt_tokens'] },
    { series: 'tokens.output', from: ['sglang:generation_tokens'] },
    { series: 'cache.queries', from: ['sglang:prompt_tokens'] },
    { series: 'cache.hits', from: ['sglang:cached_tokens'], where: { cache_source: /^(total)?$/ } },
    { series: 'cache.hits', from: ['sglang:cached_tokens'] },
    { series: 'preemptions', from: ['sglang:num_retracted_requests'] },
    ...totals('ttft', 'sglang:time_to_first_token_seconds'),
    ...totals('e2e', 'sglang:e2e_request_latency_seconds'),
    ...totals('queue', 'sglang:queue_time_seconds'),
  ],
}
