import type { ProtocolName } from '../../model/scenario.ts'
import { kserveInfer } from './kserve-infer.ts'
import { openaiChat } from './openai-chat.ts'
import { openaiCompletions } from './openai-completions.ts'
import type { Protocol } from './protocol.ts'
import { tritonGenerate } from './triton-generate.ts'
import { tritonGenerateStream } from './triton-generate-stream.ts'

/** Every protocol by the name a scenario gives it. */
export const protocols: { readonly [name in ProtocolName]: Protocol } = {
  'openai-completions': openaiCompletions,
  'openai-chat': openaiChat,
  'kserve-infer': kserveInfer,
  'triton-generate': tritonGenerate,
  'triton-generate-stream': tritonGenerateStream,
}
