import { z } from 'zod'
import { share } from './quantity.ts'

export const log = z
  .strictObject({
    tokens: z.enum(['all', 'sampled', 'none']).optional().describe('Whose token times are kept. Default all.'),
    sample: share().optional().describe('Share of requests whose tokens are kept when sampled. Default 10%.'),
    dir: z.string().min(1).optional().describe('Folder of the runs, relative to where Tailgate runs. Default reports.'),
  })
  .describe('What is recorded, and where.')

export type LogFile = z.output<typeof log>
