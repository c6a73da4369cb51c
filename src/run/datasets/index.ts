import type { Dataset } from '../../model/scenario.ts'
import { openAzure } from './azure.ts'
import { openBurstgpt } from './burstgpt.ts'
import type { OpenDataset } from './dataset.ts'
import { openJsonl } from './jsonl.ts'
import { openMooncake } from './mooncake.ts'
import { openSharegpt } from './sharegpt.ts'
import { openSynthetic } from './synthetic.ts'
import { openTensors } from './tensors.ts'

type Opener<K extends Dataset['kind']> = (spec: Dataset & { kind: K }, baseDir: string) => Promise<OpenDataset>

export const datasets: { readonly [K in Dataset['kind']]: Opener<K> } = {
  synthetic: openSynthetic,
  jsonl: openJsonl,
  sharegpt: openSharegpt,
  azure: openAzure,
  burstgpt: openBurstgpt,
  mooncake: openMooncake,
  tensors: openTensors,
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
