import type { Command } from 'commander'
import { type ScenarioFlags, withScenarioFlags } from '../scenario-flags.ts'
import type { Shell } from '../shell.ts'

export function declareValidate(program: Command, { terminal }: Shell): void {
  const command = program
    .command('validate')
    .description('check a scenario file and print it with every default filled in')
    .argument('<scenario>', 'a scenario file')
  withScenarioFlags(command)
    .option('--json', 'print {fingerprint, scenario, warnings} as one line of JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  tailgate validate scenarios/server.yaml\n  tailgate validate gate.yaml --json',
    )
    .action(async (file: string, flags: ScenarioFlags & { json?: true }) => {
      const { loadFile } = await import('../load-target.ts')
      const { scenarioYaml } = await import('../../scenario/scenario-file.ts')
      const { scenario, fingerprint, warnings } = await loadFile(file, flags)
      for (const warning of warnings) terminal.err(`warning: ${warning}`)
      if (flags.json) terminal.out(JSON.stringify({ fingerprint, scenario, warnings }))
      else terminal.out(`# valid; fingerprint ${fingerprint}\n${scenarioYaml(scenario)}`)
    })
}
