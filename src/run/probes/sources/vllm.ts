import { type Source, totals } from './source.ts'

/** vLLM's V1 engine, and what older releases called the same things. */
export const vllm: Source = {
  prefixes: ['vllm:'],
  engine: 'engine',
  other: 'server',
  rules: [
    { series: 'requests.running', from: ['vllm:num_requests_running'] },
    { series: 'requests.waiting', from: ['vllm:num_requests_waiting'] },
    { series: 'requests.finished', from: ['vllm:request_success'] },
    { series: 'kv.usage', from: ['vllm:kv_cache_usage_perc'], per: 'engine' },
    { series: 'kv.usage', from: ['vllm:gpu_cache_usage_perc'], per: 'engine' },
    { series: 'tokens.prompt', from: ['vllm:prompt_tokens'] },
    { series: 'tokens.output', from: ['vllm:generation_tokens'] },
    { series: 'cache.queries', from: ['vllm:prefix_cache_queries'] },
    { series: 'cache.queries', from: ['vllm:gpu_prefix_cache_queries'] },
    { series: 'cache.hits', from: ['vllm:prefix_cache_hits'] },
    { series: 'cache.hits', from: ['vllm:gpu_prefix_cache_hits'] },
    { series: 'preemptions', from: ['vllm:num_preemptions'] },
    ...totals('ttft', 'vllm:time_to_first_token_seconds'),
    ...totals('e2e', 'vllm:e2e_request_latency_seconds'),
    ...totals('queue', 'vllm:request_queue_time_seconds'),
    ...totals('prefill', 'vllm:request_prefill_time_seconds'),
    ...totals('decode', 'vllm:request_decode_time_seconds'),
    { series: 'steps', from: ['vllm:iteration_tokens_total_count'] },
  ],
}
