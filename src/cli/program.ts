import { Command } from 'commander'
import type { ExitCode } from '../base/failure.ts'
import { commands } from './commands/index.ts'
import { EXIT_CODES } from './exit-code.ts'
import type { Terminal } from './terminal.ts'
import { version } from './version.ts'

/** The command tree. Each command loads its own code when it is called, so that `--help` and a run start fast. */
export function makeProgram(terminal: Terminal, exit: (code: ExitCode) => void): Command {
  const program = new Command('tailgate')
    .description('Load generator and SLO tester for inference fleets: one run, one log, one verdict.')
    .version(version())
    .showHelpAfterError('(run with --help for usage and examples)')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .addHelpText('after', EXAMPLES)
  for (const declare of commands) declare(program, { terminal, exit })
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program)
  return program
}

const EXAMPLES = `
Examples:
  tailgate demo                                  a simulated fleet, loaded and judged, in under a minute
  tailgate run http://127.0.0.1:8000             find out what is there, load it sensibly, judge it
  tailgate run scenarios/server.yaml --rate 40/s run a scenario with one thing changed
  tailgate plan scenarios/server.yaml --json     what would be sent and when; nothing is sent
  tailgate report reports/<run> --format html    render a stored run again

${EXIT_CODES}`
