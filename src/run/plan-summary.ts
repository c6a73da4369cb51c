import type { PlanSummary, RunManifest } from '../model/run-log.ts'
import type { Scenario } from '../model/scenario.ts'
import { digestPlan } from './build-plan.ts'
import { isCounted, type Plan } from './plan.ts'

/** A plan as the manifest keeps it. Of a closed loop that time may end nobody knows the length, or the digest, yet. */
export function planSummary(plan: Plan): PlanSummary {
  const endless = !Number.isFinite(plan.queries) || (plan.loop === 'closed' && !isCounted(plan))
  return {
    loop: plan.loop,
    queries: endless ? null : plan.loop === 'open' ? plan.tailFrom : plan.queries,
    samplesPerQuery: plan.samplesPerQuery,
    window: plan.window,
    digest: endless ? null : digestPlan(plan),
  }
}

/** How this scenario's prompts get their length. */
export function promptBy(scenario: Scenario): RunManifest['prompt'] {
  const { dataset, request, targets } = scenario
  if (dataset.kind === 'tensors') return 'tensors'
  if (dataset.kind === 'jsonl' || dataset.kind === 'sharegpt') return 'dataset'
  const takesIds = targets.every((target) => target.protocol === 'openai-completions')
  return takesIds && request.prompt !== 'text' ? 'ids' : 'text'
}
