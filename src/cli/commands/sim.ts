import { type Command, Option } from 'commander'
import type { Shell } from '../shell.ts'
import type { SimFlags } from '../simulate.ts'

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
    .option('--restart <duration>', 'start a replica that ended again after so long; without it, it stays dead')
    .option('--load <duration>', 'how long a model takes to load before its replica serves, at the start and again')
    .option('--early-port', 'while a model loads its port is open and answers 503, as llama.cpp’s; else it refuses')
    .addOption(
      new Option('--on-terminate <how>', 'what SIGTERM does to answers under way')
        .choices(['abort', 'drain'])
        .default('abort'),
    )
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
  tailgate sim --restart 5s --load 3s     then kill a replica by its pid

Each replica speaks OpenAI completions and chat, and KServe v2, on one port. Faults: docs/simulated-fleet.md.`
