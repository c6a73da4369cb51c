import { z } from 'zod'
import { duration } from './quantity.ts'

const timeouts = z
  .strictObject({
    connect: duration('ms').optional().describe('To a connection. Default 5s.'),
    headers: duration('ms').optional().describe('From send to response head. Default 60s; not streamed: as total.'),
    firstToken: duration('ms').optional().describe('From send to first token. Default 60s; not streamed: as total.'),
    gap: duration('ms').optional().describe('Between two tokens. Default 30s; not streamed: as total.'),
    total: duration('ms').optional().describe('From send to the end of the answer. Default 300s.'),
  })
  .describe('Client timers. Each ends the request with an outcome of its own.')

export const request = z
  .strictObject({
    stream: z.boolean().optional().describe('Ask for a stream of tokens. Default: where every protocol has one.'),
    forceLength: z.boolean().optional().describe('Send ignore_eos and min_tokens. Default true.'),
    prompt: z.enum(['auto', 'ids', 'text']).optional().describe('Prompts as token ids or text. Default auto.'),
    wordsPerToken: z
      .number()
      .positive()
      .max(10)
      .optional()
      .describe(
        'Words of made-up text for each token wanted, where prompts go as text. Default 1; `init` measures it.',
      ),
    salt: z
      .boolean()
      .optional()
      .describe(
        'A unique text in every prompt, behind a shared prefix, else before all: against prefix caches. Default true, but for mooncake.',
      ),
    temperature: z.number().min(0).optional().describe('Sampling temperature. Default 0.'),
    extra: z.record(z.string(), z.json()).optional().describe('Further fields of the body, as the server names them.'),
    timeouts: timeouts.optional(),
  })
  .describe('How each request is made.')

export type RequestFile = z.output<typeof request>
