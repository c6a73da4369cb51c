import { type Source, totals } from './source.ts'

export const tgi: Source = {
  prefixes: ['tgi_'],
  rules: [
    { series: 'requests.running', from: ['tgi_batch_current_size'] },
    { series: 'requests.waiting', from: ['tgi_queue_size'] },
    { series: 'requests.finished', from: ['tgi_request_success', 'tgi_request_failure'] },
    { series: 'tokens.prompt', from: ['tgi_request_input_length_sum'] },
    { series: 'tokens.output', from: ['tgi_request_generated_tokens_sum'] },
    ...totals('e2e', 'tgi_request_duration'),
    ...totals('queue', 'tgi_request_queue_duration'),
    // A step each: prefill and decode passes of the whole batch.
    { series: 'steps', from: ['tgi_batch_forward_duration_count'] },
  ],
}
