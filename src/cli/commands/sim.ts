import type { Command } from 'commander'
import type { Shell } from '../shell.ts'

export interface SimFlags {
  replicas: string
  port: string
  model: string
  slots?: string
  context?: string
  seed: string
  json?: true
}

export function declareSim(program: Command, { terminal }: Shell): void {
  program
    .command('sim')
    .description('start a simulated fleet on loopback, and run it until Ctrl-C')
    .option('--replicas <n>', 'how many', '3')
    .option('--port <first>', 'port of the first, the others follow; 0 for free ones', '8100')
    .option('--model <name>', 'name of the model it serves', 'sim')
    .option('--slots <n>', 'sequences a replica computes together (default: 32)')
    .option('--context <tokens>', 'most tokens of prompt and answer together (default: 32768)')
    .option('--seed <seed>', 'seed of texts, lengths and jitter', '1')
    .option('--json', 'print {replicas: [{name, url, pid}]} as one line of JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: SimFlags) => {
      const { simulate } = await import('../simulate.ts')
      await simulate(flags, terminal)
    })
}

const EXAMPLES = `
Examples:
  tailgate sim
  tailgate sim --replicas 1 --port 8000 --context 4096
  tailgate sim --port 0 --json

Each replica speaks OpenAI completions and chat, and KServe v2, on one port. Faults: docs/simulated-fleet.md.`
