import { type Source, totals } from './source.ts'

/**
 * Dynamo's front end. Its queued requests wait for their first token, prefill included, and are among those in flight:
 * they are no queue of a server, so `requests.waiting` has no source here.
 */
export const dynamo: Source = {
  prefixes: ['dynamo_frontend_'],
  rules: [
    { series: 'requests.running', from: ['dynamo_frontend_inflight_requests'] },
    { series: 'requests.running', from: ['dynamo_frontend_active_requests'] },
    { series: 'requests.finished', from: ['dynamo_frontend_requests'] },
    { series: 'tokens.prompt', from: ['dynamo_frontend_input_sequence_tokens_sum'] },
    { series: 'tokens.output', from: ['dynamo_frontend_output_sequence_tokens_sum'] },
    ...totals('ttft', 'dynamo_frontend_time_to_first_token_seconds'),
    ...totals('e2e', 'dynamo_frontend_request_duration_seconds'),
  ],
}
