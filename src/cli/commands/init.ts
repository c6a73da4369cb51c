import type { Command } from 'commander'
import type { InitFlags } from '../init-scenario.ts'
import type { Shell } from '../shell.ts'

const collect = (value: string, before: string[] | undefined) => [...(before ?? []), value]

export function declareInit(program: Command, { terminal }: Shell): void {
  program
    .command('init')
    .description('ask a server what it is and write a commented scenario for it')
    .argument('<url>', 'the URL of a server')
    .option('-o, --output <file>', 'where to write; - for stdout (default: tailgate-<host>-<port>.yaml)')
    .option('-f, --force', 'write over a file that exists')
    .option('--model <name>', 'the model to ask for, where there are several')
    .option('--set <key=value>', 'a key of the target, e.g. --set targets.tls.ca=ca.pem', collect)
    .option('--json', 'print {file, found} as one line of JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (url: string, flags: InitFlags) => {
      const { initScenario } = await import('../init-scenario.ts')
      await initScenario(url, flags, process.env, terminal)
    })
}

const EXAMPLES = `
Examples:
  tailgate init http://127.0.0.1:8000
  tailgate init http://127.0.0.1:8000 --model llama-3.1-8b -o gate.yaml
  TAILGATE_API_KEY=… tailgate init https://llm.example.com/v1

The key is read from TAILGATE_API_KEY, or from OPENAI_API_KEY when the server wants one; it is never written.`
