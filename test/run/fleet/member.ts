import type { Target } from '../../../src/model/scenario.ts'
import type { Member } from '../../../src/run/replica.ts'

/** A target that can be reached without secrets. */
export const member = (changes: Partial<Target> = {}): Member => ({
  target: {
    name: 'target-1',
    url: 'http://127.0.0.1:8000',
    protocol: 'openai-chat',
    model: null,
    transport: 'http1',
    headers: {},
    apiKey: null,
    tls: null,
    ...changes,
  },
  access: { headers: {}, authorization: null, tls: null },
})
