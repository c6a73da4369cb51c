import type { Dataset, Lengths } from '../../model/scenario.ts'
import type { DatasetFile, LengthsFile } from '../schema/dataset.ts'
import type { Inspection } from './inspection.ts'

const MOST_TOKENS = 2 ** 20

/** Fills in what the dataset of a file leaves open. */
export function resolveDataset(given: DatasetFile | undefined, inspection: Inspection): Dataset {
  const kinds = Object.keys(given ?? { synthetic: {} })
  if (kinds.length !== 1) {
    const which = kinds.length === 0 ? 'none' : kinds.join(' and ')
    inspection.refuse(['dataset'], `expected exactly one kind of dataset, got ${which}`)
  }
  return resolveKind(given ?? {}, inspection)
}

function resolveKind(given: DatasetFile, inspection: Inspection): Dataset {
  const { jsonl, sharegpt, tensors } = given
  if (jsonl) {
    return {
      kind: 'jsonl',
      path: jsonl.path,
      prompt: jsonl.prompt ?? 'prompt',
      output: jsonl.output ?? 'output_tokens',
      defaultOutput: jsonl.defaultOutput ?? 128,
      limit: jsonl.limit ?? null,
    }
  }
  if (sharegpt) {
    const { path, defaultOutput = null, limit = null } = sharegpt
    return { kind: 'sharegpt', path, defaultOutput, limit }
  }
  if (tensors) {
    return {
      kind: 'tensors',
      inputs: tensors.inputs.map((input) => ({ ...input, data: input.data ?? 'random' })),
      outputs: tensors.outputs ?? [],
      count: tensors.count ?? 100,
      binary: tensors.binary ?? true,
      seed: tensors.seed ?? '0',
    }
  }
  for (const kind of ['azure', 'burstgpt', 'mooncake'] as const) {
    const trace = given[kind]
    if (trace) return { kind, path: trace.path, limit: trace.limit ?? null, seed: trace.seed ?? '0' }
  }
  return resolveSynthetic(given.synthetic ?? {}, inspection)
}

function resolveSynthetic(given: NonNullable<DatasetFile['synthetic']>, inspection: Inspection): Dataset {
  const path = ['dataset', 'synthetic']
  if (given.pairs && (given.input !== undefined || given.output !== undefined)) {
    inspection.refuse([...path, 'pairs'], 'pairs replace input and output: leave those out')
  }
  const input = resolveLengths(given.input ?? 512, [...path, 'input'], inspection)
  const shared = given.sharedPrefix
  if (shared && !given.pairs && shared.tokens > longest(input)) {
    inspection.refuse([...path, 'sharedPrefix'], `no prompt is as long as the prefix of ${shared.tokens} tokens`)
  }
  return {
    kind: 'synthetic',
    count: given.count ?? 1000,
    input,
    output: resolveLengths(given.output ?? 128, [...path, 'output'], inspection),
    pairs: given.pairs ?? null,
    sharedPrefix: shared ? { tokens: shared.tokens, groups: shared.groups ?? 1 } : null,
    seed: given.seed ?? '0',
  }
}

function resolveLengths(given: LengthsFile, path: readonly string[], inspection: Inspection): Lengths {
  if (typeof given === 'number') return { kind: 'fixed', value: given }
  const kind = given.distribution ?? kindOf(given)
  for (const key of Object.keys(given)) {
    if (key !== 'distribution' && !KEYS[kind].includes(key)) {
      inspection.refuse([...path, key], `${kind} lengths have no ${key}`, `they have ${KEYS[kind].join(', ')}`)
    }
  }
  if (kind === 'fixed') {
    if (given.value === undefined) inspection.refuse([...path, 'value'], 'a fixed length needs its value')
    return { kind, value: given.value ?? 1 }
  }
  const needed = kind === 'uniform' ? 'max' : 'mean'
  if (given[needed] === undefined) inspection.refuse([...path, needed], `${kind} lengths need a ${needed}`)

  const { mean = 1, stddev = 0, min = 1, max = MOST_TOKENS } = given
  if (min > max) inspection.refuse([...path, 'min'], `the shortest length ${min} is above the longest, ${max}`)
  if (kind === 'uniform') return { kind, min, max }
  if (mean < min || mean > max) inspection.refuse([...path, 'mean'], `the mean ${mean} is not within ${min} to ${max}`)
  return { kind, mean, stddev, min, max }
}

const KEYS: { readonly [kind in Lengths['kind']]: readonly string[] } = {
  fixed: ['value'],
  uniform: ['min', 'max'],
  normal: ['mean', 'stddev', 'min', 'max'],
  lognormal: ['mean', 'stddev', 'min', 'max'],
}

function kindOf(given: Exclude<LengthsFile, number>): Lengths['kind'] {
  if (given.mean !== undefined) return 'normal'
  return given.value !== undefined ? 'fixed' : 'uniform'
}

const longest = (lengths: Lengths): number => (lengths.kind === 'fixed' ? lengths.value : lengths.max)
