import type { Command } from 'commander'
import { type ScenarioFlags, withScenarioFlags } from '../scenario-flags.ts'
import type { Shell } from '../shell.ts'

export function declarePlan(program: Command, { terminal }: Shell): void {
  const command = program
    .command('plan')
    .description('print what a scenario would send and when; nothing is sent')
    .argument('<scenario>', 'a scenario file')
  withScenarioFlags(command)
    .option('--json', 'one line a query: {"query":0,"samples":[17,4],"due":0}')
    .option('--head <n>', 'at most this many queries')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, flags: ScenarioFlags & { json?: true; head?: string }) => {
      const { printPlan } = await import('../print-plan.ts')
      await printPlan(file, flags, terminal)
    })
}

const EXAMPLES = `
Examples:
  tailgate plan scenarios/server.yaml
  tailgate plan scenarios/offline.yaml --json > plan.jsonl

"samples" are dataset indices, as LoadGen's sample_idx; "due" is in ns since the start, null in a closed loop.`
