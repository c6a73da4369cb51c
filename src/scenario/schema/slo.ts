import { z } from 'zod'
import type { RequestBound, RunBound } from '../../model/slo.ts'
import { type Parsed, parseRequestBound, parseRunBound } from '../slo-text.ts'

const bound = <T extends RequestBound | RunBound>(parse: (text: string) => Parsed<T>, example: string) =>
  z
    .string()
    .meta({ examples: [example] })
    .transform((text, context): T => {
      const parsed = parse(text)
      if ('bound' in parsed) return parsed.bound
      const message = parsed.hint === undefined ? parsed.problem : `${parsed.problem}\n${parsed.hint}`
      context.addIssue({ code: 'custom', message, input: text })
      return z.NEVER
    })

export const slo = z
  .strictObject({
    request: z
      .array(bound(parseRequestBound, 'ttft <= 500ms'))
      .optional()
      .describe('Bounds on ttft, tpot, latency, stall of each request. Together they define a good request.'),
    run: z.array(bound(parseRunBound, 'p99(ttft) <= 450ms')).optional().describe('Bounds on figures of the whole run.'),
  })
  .describe('What the fleet must hold.')
