import type { Command } from 'commander'
import { EXIT_CODES } from '../exit-code.ts'
import type { RunFlags } from '../run-flags.ts'
import { withScenarioFlags } from '../scenario-flags.ts'
import type { Shell } from '../shell.ts'

export function declareRun(program: Command, shell: Shell): void {
  const command = program
    .command('run')
    .description('replay a scenario against a server and judge what happened')
    .argument('<target>', 'a scenario file, or the URL of a server')
  withScenarioFlags(command)
    .option('-o, --out <folder>', 'where runs are kept (default: the scenario’s log.dir, reports/)')
    .option('--json', 'print one line of JSON at the end instead of the report')
    .option('--metrics <:port>', 'serve Prometheus metrics while running, e.g. :9464')
    .option('-q, --quiet', 'no progress')
    .option('--dry-run', 'say what the faults would do, to whom and when, and do nothing')
    .addHelpText('after', EXAMPLES)
    .action(async (target: string, flags: RunFlags) => {
      const { runTarget } = await import('../run-target.ts')
      shell.exit(await runTarget(target, flags, shell.terminal))
    })
}

const EXAMPLES = `
Examples:
  tailgate run http://127.0.0.1:8000
  tailgate run http://127.0.0.1:8000 --rate 8/s --duration 60s --slo 'p99(ttft) <= 500ms'
  tailgate run scenarios/server.yaml --set load.seed.schedule=7 --json
  tailgate run scenarios/kill-one.yaml --dry-run
  tailgate run scenarios/kill-one.yaml --allow-faults
  tailgate run reports/<run>/run.json            the identical load once more

${EXIT_CODES}`
