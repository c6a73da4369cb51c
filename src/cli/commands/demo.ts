import type { Command } from 'commander'
import type { DemoFlags } from '../demonstrate.ts'
import type { Shell } from '../shell.ts'

export function declareDemo(program: Command, shell: Shell): void {
  program
    .command('demo')
    .description('load a simulated fleet of three, judge it and write a report: under a minute, on loopback only')
    .option('-o, --out <folder>', 'where runs are kept (default: reports/)')
    .option('--json', 'print one line of JSON at the end instead of the report')
    .option('--metrics <:port>', 'serve Prometheus metrics while running, e.g. :9464')
    .option('-q, --quiet', 'no progress')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: DemoFlags) => {
      const { demonstrate } = await import('../demonstrate.ts')
      shell.exit(await demonstrate(flags, shell.terminal))
    })
}

const EXAMPLES = `
Examples:
  tailgate demo
  tailgate demo --metrics :9464
  tailgate demo --json | jq .result

The scenario is scenarios/demo.yaml of the package.`
