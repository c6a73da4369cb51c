import type { Dataset } from '../../model/scenario.ts'
import type { OpenDataset } from './dataset.ts'

type Opener<K extends Dataset['kind']> = (spec: Dataset & { kind: K }, baseDir: string) => Promise<OpenDataset>

/** Every kind of dataset. Loaded when asked for, so that a start waits for none that is not used. */
export const datasets: { readonly [K in Dataset['kind']]: Opener<K> } = {
  synthetic: async (spec) => (await import('./synthetic.ts')).openSynthetic(spec),
  jsonl: async (spec, baseDir) => (await import('./jsonl.ts')).openJsonl(spec, baseDir),
  sharegpt: async (spec, baseDir) => (await import('./sharegpt.ts')).openSharegpt(spec, baseDir),
  azure: async (spec, baseDir) => (await import('./azure.ts')).openAzure(spec, baseDir),
  burstgpt: async (spec, baseDir) => (await import('./burstgpt.ts')).openBurstgpt(spec, baseDir),
  mooncake: async (spec, baseDir) => (await import('./mooncake.ts')).openMooncake(spec, baseDir),
  tensors: async (spec) => (await import('./tensors.ts')).openTensors(spec),
}

/**
 * Opens a scenario's dataset and checks all of it, reading files once from front to back.
 *
 * @param baseDir folder that relative paths start from
 * @throws Failure (exit `usage`) when the file cannot be read, a row is broken (with its line), or nothing is left to send
 */
export function openDataset(spec: Dataset, baseDir: string): Promise<OpenDataset> {
  const open: Opener<never> = datasets[spec.kind]
  return open(spec as never, baseDir)
}
