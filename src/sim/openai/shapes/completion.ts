import type { Shape } from './shape.ts'

export const completionShape: Shape = {
  idPrefix: 'cmpl',
  streamObject: 'text_completion',
  wholeObject: 'text_completion',
  opening: () => null,
  openingTail: '',
  delta: ({ index, textJson, logprobs, finish, promptIds, tokenIds }) =>
    `{"index":${index},"text":"${textJson}","logprobs":${logprobs},"finish_reason":${JSON.stringify(finish?.reason ?? null)},` +
    `"stop_reason":${JSON.stringify(finish?.stopReason ?? null)},"prompt_token_ids":${promptIds},"token_ids":${tokenIds}}`,
  wholeChoice: ({ index, textJson, logprobs, finish, promptIds, tokenIds }) =>
    `{"index":${index},"text":"${textJson}","logprobs":${logprobs},"finish_reason":"${finish.reason}",` +
    `"stop_reason":${JSON.stringify(finish.stopReason)},"token_ids":${tokenIds},"prompt_logprobs":null,` +
    `"prompt_token_ids":${promptIds},"routed_experts":null}`,
  wholeTail: '"kv_transfer_params":null,"ec_transfer_params":null,"metrics":null',
}
