import type { Scenario } from '../../model/scenario.ts'
import type { PlannedDataset } from './open-plan.ts'
import { readStamps } from './stamps.ts'

/**
 * The dataset with the time stamps its load is to replay: those of `load.arrivals.path` where it names a file, else
 * the dataset's own.
 * @throws Failure of exit `usage` when the file cannot be read or holds something else than times
 */
export async function withStamps(
  { load }: Pick<Scenario, 'load'>,
  { size, arrivals }: PlannedDataset,
  baseDir: string,
): Promise<PlannedDataset> {
  if (load.loop !== 'open' || load.arrivals.kind !== 'trace' || load.arrivals.path === null) return { size, arrivals }
  return { size, arrivals: await readStamps(load.arrivals.path, load.arrivals.unit ?? 's', baseDir) }
}
