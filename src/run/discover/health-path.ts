import type { ProtocolName } from '../../model/scenario.ts'
import { objectOf, type Reply } from './ask.ts'

/** Where servers of a protocol say whether they are ready. */
export const HEALTH_PATHS: { readonly [protocol in ProtocolName]: string } = {
  'openai-completions': '/health',
  'openai-chat': '/health',
  'kserve-infer': '/v2/health/ready',
  'triton-generate': '/v2/health/ready',
  'triton-generate-stream': '/v2/health/ready',
}

/** By its health endpoint: a 2xx, unless its JSON says otherwise, as some KServe servers' does. */
export function saysReady(reply: Reply): boolean {
  return reply.status >= 200 && reply.status < 300 && objectOf(reply)?.ready !== false
}
