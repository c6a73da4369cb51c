import { withStamps } from './arrivals/with-stamps.ts'
import { buildPlan } from './build-plan.ts'
import { openDataset } from './datasets/index.ts'
import { type Member, openReplica } from './replica.ts'
import { RunningShare } from './running-share.ts'
import type { Share, ShareOptions } from './share.ts'

/**
 * Opens one share of a run.
 * @throws Failure when the dataset cannot be read, the plan cannot be made or no target can be reached
 */
export async function openShare(options: ShareOptions): Promise<Share> {
  const { scenario, clock, lane, lanes } = options
  const dataset = await openDataset(scenario.dataset, options.baseDir)
  const plan = buildPlan(scenario, await withStamps(scenario, dataset, options.baseDir))
  const open = (member: Member) => openReplica(member, scenario, clock, options.runId)
  const replicas = await Promise.all(options.members.map(open))
  return new RunningShare(options, dataset, plan, replicas, lane, lanes).open()
}
