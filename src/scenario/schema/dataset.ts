import { z } from 'zod'
import { DATATYPES } from '../../model/scenario.ts'
import { count, seed } from './quantity.ts'

/** Longer than any context; one such text still fits in memory. */
const MOST_TOKENS = 10_000_000
const MOST_SAMPLES = 50_000_000

const tokens = (what: string) => count(1, MOST_TOKENS).describe(what)
const path = z.string().min(1).describe('The file, relative to the scenario.')
const limit = count(1).optional().describe('Use only the first rows. Default: all.')

const lengths = z
  .union(
    [
      count(1, MOST_TOKENS),
      z.strictObject({
        distribution: z
          .enum(['fixed', 'uniform', 'normal', 'lognormal'])
          .optional()
          .describe('Default: normal where there is a mean, else uniform.'),
        value: count(1, MOST_TOKENS).optional().describe('The fixed length.'),
        mean: z.number().positive().optional().describe('Mean, of the lengths themselves for lognormal too.'),
        stddev: z.number().min(0).optional().describe('Standard deviation. Default 0.'),
        min: count(1, MOST_TOKENS).optional().describe('Shorter draws become this. Default 1.'),
        max: count(1, MOST_TOKENS).optional().describe('Longer draws become this. Default 1048576.'),
      }),
    ],
    { error: 'expected a number of tokens, or a distribution such as { mean: 200, stddev: 50, min: 16, max: 400 }' },
  )
  .describe('Lengths in tokens: a number, or a distribution.')

export type LengthsFile = z.output<typeof lengths>

const synthetic = z
  .strictObject({
    count: count(1, MOST_SAMPLES).optional().describe('Number of prompts. Default 1000.'),
    input: lengths.optional().describe('Prompt lengths in tokens. Default 512.'),
    output: lengths.optional().describe('Answer lengths in tokens. Default 128.'),
    pairs: z
      .array(z.tuple([count(1, MOST_TOKENS), count(1, MOST_TOKENS)]))
      .min(1)
      .optional()
      .describe('Empirical [input, output] lengths to draw from, instead of input and output.'),
    sharedPrefix: z
      .strictObject({
        tokens: tokens('Length of the prefix.'),
        groups: count(1).optional().describe('Number of different prefixes. Default 1.'),
      })
      .optional()
      .describe('Prompts begin with one of a few common prefixes.'),
    seed: seed().optional().describe('Default "0".'),
  })
  .describe('Prompts made up to given lengths.')

const jsonl = z
  .strictObject({
    path,
    prompt: z.string().min(1).optional().describe('Key of the prompt, a text or a list of messages. Default prompt.'),
    output: z.string().min(1).optional().describe('Key of the answer’s length in tokens. Default output_tokens.'),
    defaultOutput: count(1, MOST_TOKENS).optional().describe('Answer length of rows that give none. Default 128.'),
    limit,
  })
  .describe('One JSON object a line.')

const sharegpt = z
  .strictObject({
    path,
    defaultOutput: count(1, MOST_TOKENS)
      .optional()
      .describe('Answer length of every row. Default: that of the recorded answer.'),
    limit,
  })
  .describe('A ShareGPT conversation file.')

const trace = (what: string) =>
  z.strictObject({ path, limit, seed: seed().optional().describe('Default "0".') }).describe(what)

const tensors = z
  .strictObject({
    inputs: z
      .array(
        z.strictObject({
          name: z.string().min(1).describe('Name of the input.'),
          shape: z.array(count(1)).describe('Its dimensions, the batch included.'),
          datatype: z.enum(DATATYPES).describe('KServe data type.'),
          data: z
            .union([z.literal('random'), z.array(z.union([z.number(), z.string(), z.boolean()]))], {
              error: 'expected `random` or a flat list of values',
            })
            .optional()
            .describe('Values in row-major order, or `random`. Default random.'),
        }),
      )
      .min(1)
      .describe('The input tensors.'),
    outputs: z.array(z.string().min(1)).optional().describe('Names of the outputs to ask for. Default: all.'),
    count: count(1, MOST_SAMPLES).optional().describe('Number of different samples. Default 100.'),
    binary: z.boolean().optional().describe('Send tensors as raw bytes. Default true.'),
    seed: seed().optional().describe('Default "0".'),
  })
  .describe('Raw tensors for KServe v2.')

export const dataset = z
  .strictObject({
    synthetic: synthetic.optional(),
    jsonl: jsonl.optional(),
    sharegpt: sharegpt.optional(),
    azure: trace('Azure LLM inference trace, 2023 or 2024: CSV of time stamps and lengths.').optional(),
    burstgpt: trace('BurstGPT trace.').optional(),
    mooncake: trace('Mooncake trace, with shared blocks of prompts.').optional(),
    tensors: tensors.optional(),
  })
  .describe('What is asked. Exactly one kind. Default: synthetic prompts of 512 tokens, answers of 128.')

export type DatasetFile = z.output<typeof dataset>
