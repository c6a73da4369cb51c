import { AnswerDecoder } from './answer/decoder.ts'
import type { Protocol } from './protocol.ts'
import { TritonReader } from './triton/reader.ts'
import { generatePayload } from './triton/request.ts'

/** `POST /v2/models/{model}/generate_stream`: an event a response, ended by the body's own end. */
export const tritonGenerateStream: Protocol = {
  encode: (sample, target, settings) => generatePayload(sample, target, settings, true),
  decoder: () => new AnswerDecoder(new TritonReader(), true),
}
