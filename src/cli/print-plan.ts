import { EXIT, Failure } from '../base/failure.ts'
import { formatDuration } from '../report/format.ts'
import { withStamps } from '../run/arrivals/with-stamps.ts'
import { buildPlan, digestPlan, expectedLength } from '../run/build-plan.ts'
import { openDataset } from '../run/datasets/index.ts'
import type { Plan } from '../run/plan.ts'
import { loadFile } from './load-target.ts'
import type { ScenarioFlags } from './scenario-flags.ts'
import type { Terminal } from './terminal.ts'

/** Queries shown of a plan that only time ends, or to a person. */
const GLIMPSE = 20

/** The `plan` command. */
export async function printPlan(
  file: string,
  flags: ScenarioFlags & { json?: true; head?: string },
  terminal: Terminal,
): Promise<void> {
  const { scenario, warnings } = await loadFile(file, flags)
  for (const warning of warnings) terminal.err(`warning: ${warning}`)
  const dataset = await openDataset(scenario.dataset, process.cwd())
  try {
    const plan = buildPlan(scenario, await withStamps(scenario, dataset, process.cwd()))
    terminal.err(describe(plan, dataset.size))
    const planned = plan.loop === 'open' ? plan.tailFrom : plan.queries
    const all = flags.json && Number.isFinite(planned) ? planned : GLIMPSE
    const count = Math.min(planned, flags.head === undefined ? all : headOf(flags.head))
    for (let query = 0; query < count; query++) terminal.out(flags.json ? asJson(plan, query) : asText(plan, query))
    if (count < planned) terminal.err(`… ${Number.isFinite(planned) ? planned - count : 'and so'} more`)
    if (planned < plan.queries) terminal.err('and the same load on while the last of these end, which is not counted')
  } finally {
    dataset.close()
  }
}

function describe(plan: Plan, size: number): string {
  const planned = plan.loop === 'open' ? plan.tailFrom : plan.queries
  const queries = Number.isFinite(planned) ? `${planned} queries` : 'queries until time is up'
  const length = expectedLength(plan)
  const pace = plan.loop === 'open' ? 'open loop' : `closed loop of ${plan.slots}`
  const facts = [
    `${pace}, ${queries} of ${plan.samplesPerQuery} sample${plan.samplesPerQuery === 1 ? '' : 's'}`,
    `${size} samples in the dataset`,
    ...(length === null ? [] : [`takes ${formatDuration(length)}`]),
    ...(Number.isFinite(plan.queries) ? [`digest ${digestPlan(plan)}`] : []),
  ]
  return facts.join(', ')
}

function samplesOf(plan: Plan, query: number): number[] {
  return Array.from({ length: plan.samplesPerQuery }, (_, k) => plan.sample(query, k))
}

function asJson(plan: Plan, query: number): string {
  const due = plan.loop === 'open' ? plan.due[query] : null
  return JSON.stringify({ query, samples: samplesOf(plan, query), due })
}

function asText(plan: Plan, query: number): string {
  const samples = samplesOf(plan, query)
  const shown = samples.length > 12 ? `${samples.slice(0, 12).join(' ')} … (${samples.length})` : samples.join(' ')
  const due = plan.loop === 'open' ? `${(plan.due[query] / 1e9).toFixed(6)} s` : 'when a slot is free'
  return `${String(query).padStart(8)}  ${due.padStart(16)}  ${plan.phase(query).padEnd(8)} ${shown}`
}

function headOf(text: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count > 0) return count
  throw new Failure('usage.head', `--head: expected a positive integer, got ${text}`, { exit: EXIT.usage })
}
