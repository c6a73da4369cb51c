import { EXIT, Failure } from '../../base/failure.ts'
import type { Dataset } from '../../model/scenario.ts'
import { stream } from '../../stats/random/stream.ts'
import { index } from '../../stats/random/uniform.ts'
import type { LengthPrompt, OpenDataset } from './dataset.ts'
import { drawLength } from './lengths.ts'

type Spec = Extract<Dataset, { kind: 'synthetic' }>

/**
 * Prompts of drawn lengths and seeded content. Input, output and prefix come from streams of their own, so that a
 * larger `count` only adds rows and another output distribution leaves the prompts as they were.
 *
 * @throws Failure when there is nothing to draw
 */
export async function openSynthetic(spec: Spec): Promise<OpenDataset> {
  requireRows(spec)
  const { inputs, outputs } = spec.pairs === null ? drawApart(spec) : drawPairs(spec.pairs, spec)
  const groups = drawGroups(spec)
  return {
    size: spec.count,
    sample: (i) => ({
      kind: 'prompt',
      prompt: {
        kind: 'length',
        tokens: inputs[i],
        blocks: blocksOf(spec, i, inputs[i], groups[i]),
        ...(spec.sharedPrefix !== null && { shared: 1 }),
      },
      inputTokens: inputs[i],
      outputTokens: outputs[i],
    }),
    arrivals: null,
    close: () => {},
  }
}

interface Drawn {
  inputs: Int32Array
  outputs: Int32Array
}

function drawApart({ seed, count, input, output }: Spec): Drawn {
  const forInput = stream(seed, 'dataset/input')
  const forOutput = stream(seed, 'dataset/output')
  return {
    inputs: Int32Array.from({ length: count }, () => drawLength(input, forInput)),
    outputs: Int32Array.from({ length: count }, () => drawLength(output, forOutput)),
  }
}

function drawPairs(pairs: readonly (readonly [number, number])[], { seed, count }: Spec): Drawn {
  const random = stream(seed, 'dataset/pair')
  const chosen = Uint32Array.from({ length: count }, () => index(random, pairs.length))
  return {
    inputs: Int32Array.from(chosen, (pair) => pairs[pair][0]),
    outputs: Int32Array.from(chosen, (pair) => pairs[pair][1]),
  }
}

/** Which common prefix each row has; all zero where there is none. */
function drawGroups({ seed, count, sharedPrefix }: Spec): Uint32Array {
  if (sharedPrefix === null) return new Uint32Array(count)
  const random = stream(seed, 'dataset/prefix')
  return Uint32Array.from({ length: count }, () => index(random, sharedPrefix.groups))
}

/** The prefix is part of the drawn length; a shorter prompt is a beginning of the prefix and nothing else. */
function blocksOf({ seed, sharedPrefix }: Spec, row: number, tokens: number, group: number): LengthPrompt['blocks'] {
  const common = Math.min(sharedPrefix?.tokens ?? 0, tokens)
  const blocks = [
    { seed: `${seed}/prefix/${group}`, tokens: common },
    { seed: `${seed}/row/${row}`, tokens: tokens - common },
  ]
  return blocks.filter((block) => block.tokens > 0)
}

function requireRows({ count, pairs, sharedPrefix }: Spec): void {
  const lack =
    count < 1 ? 'a count' : pairs?.length === 0 ? 'pairs' : sharedPrefix?.groups === 0 ? 'prefix groups' : null
  if (lack === null) return
  throw new Failure('dataset.empty', `expected a synthetic dataset with ${lack} of at least 1, got 0`, {
    exit: EXIT.usage,
  })
}
