import type { ProtocolName } from '../../model/scenario.ts'

/** Where servers of a protocol say whether they are ready. */
export const HEALTH_PATHS: { readonly [protocol in ProtocolName]: string } = {
  'openai-completions': '/health',
  'openai-chat': '/health',
  'kserve-infer': '/v2/health/ready',
  'triton-generate': '/v2/health/ready',
  'triton-generate-stream': '/v2/health/ready',
}
