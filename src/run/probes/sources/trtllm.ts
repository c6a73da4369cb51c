import { type Source, totals } from './source.ts'

/** TensorRT-LLM: behind Triton (`nv_trt_llm_…`) and as `trtllm-serve`, which has its text under `/prometheus/metrics`. */
export const trtllm: Source = {
  prefixes: ['nv_trt_llm_', 'trtllm_'],
  engine: 'model',
  rules: [
    { series: 'requests.running', from: ['trtllm_num_requests_running'] },
    { series: 'requests.running', from: ['nv_trt_llm_request_metrics'], where: { request_type: /^scheduled$/ } },
    { series: 'requests.waiting', from: ['trtllm_num_requests_waiting'] },
    { series: 'requests.waiting', from: ['nv_trt_llm_request_metrics'], where: { request_type: /^waiting$/ } },
    { series: 'requests.finished', from: ['trtllm_request_success'] },
    { series: 'kv.usage', from: ['trtllm_kv_cache_utilization'], per: 'engine' },
    {
      series: 'kv.usage',
      from: ['nv_trt_llm_kv_cache_block_metrics'],
      where: { kv_cache_block_type: /^fraction$/ },
      per: 'engine',
    },
    { series: 'tokens.prompt', from: ['trtllm_prompt_tokens'] },
    { series: 'tokens.output', from: ['trtllm_generation_tokens'] },
    ...totals('ttft', 'trtllm_time_to_first_token_seconds'),
    ...totals('e2e', 'trtllm_e2e_request_latency_seconds'),
    ...totals('queue', 'trtllm_request_queue_time_seconds'),
    ...totals('prefill', 'trtllm_request_prefill_time_seconds'),
    ...totals('decode', 'trtllm_request_decode_time_seconds'),
  ],
}
