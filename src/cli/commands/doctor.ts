import type { Command } from 'commander'
import type { DoctorFlags } from '../doctor/examine.ts'
import type { Shell } from '../shell.ts'

const collect = (value: string, before: string[] | undefined) => [...(before ?? []), value]

export function declareDoctor(program: Command, { terminal }: Shell): void {
  program
    .command('doctor')
    .description('look at this host, and at a server: what would spoil a measurement, and what to do about it')
    .argument('[url]', 'the URL of a server to ask what it speaks; it is sent a few requests')
    .option('--set <key=value>', 'a key of the target, e.g. --set targets.tls.ca=ca.pem', collect)
    .option('--json', 'print {url, checks} as one line of JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (url: string | undefined, flags: DoctorFlags) => {
      const { examine } = await import('../doctor/examine.ts')
      await examine(url, flags, process.env, terminal)
    })
}

const EXAMPLES = `
Examples:
  tailgate doctor
  tailgate doctor http://127.0.0.1:8000
  tailgate doctor --json | jq '.checks[] | select(.status == "warn")'

Warnings do not change the exit code; a URL that cannot be driven does.`
