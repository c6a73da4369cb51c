import type { Shape } from './shape.ts'

export const chatShape: Shape = {
  idPrefix: 'chatcmpl',
  streamObject: 'chat.completion.chunk',
  wholeObject: 'chat.completion',
  opening: (index) =>
    `{"index":${index},"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}`,
  openingTail: '"prompt_token_ids":null,"prompt_text":null',
  delta: ({ index, textJson, logprobs, finish, tokenIds }) =>
    `{"index":${index},"delta":{"content":"${textJson}"},"logprobs":${logprobs},"finish_reason":` +
    (finish ? `"${finish.reason}","stop_reason":${JSON.stringify(finish.stopReason)}` : 'null') +
    `,"token_ids":${tokenIds}}`,
  wholeChoice: ({ index, textJson, logprobs, finish, tokenIds }) =>
    `{"index":${index},"message":{"role":"assistant","content":"${textJson}","refusal":null,"annotations":null,` +
    `"audio":null,"function_call":null,"reasoning":null},"logprobs":${logprobs},"finish_reason":"${finish.reason}",` +
    `"stop_reason":${JSON.stringify(finish.stopReason)},"token_ids":${tokenIds},"routed_experts":null}`,
  wholeTail:
    '"prompt_logprobs":null,"prompt_token_ids":null,"prompt_text":null,"kv_transfer_params":null,' +
    '"ec_transfer_params":null,"metrics":null',
}
