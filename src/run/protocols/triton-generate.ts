import { AnswerDecoder } from './answer/decoder.ts'
import type { Protocol } from './protocol.ts'
import { TritonReader } from './triton/reader.ts'
import { generatePayload } from './triton/request.ts'

/** `POST /v2/models/{model}/generate`: exactly one response, as JSON. */
export const tritonGenerate: Protocol = {
  encode: (sample, target, settings) => generatePayload(sample, target, settings, false),
  decoder: () => new AnswerDecoder(new TritonReader(), false),
}
