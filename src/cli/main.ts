import { CommanderError } from 'commander'
import { EXIT, Failure } from '../base/failure.ts'
import { describeBug, describeFailure } from './describe-failure.ts'
import { makeProgram } from './program.ts'
import { systemTerminal } from './terminal.ts'

/** Runs one command line. @returns the exit code of docs/exit-codes: the only place that chooses it */
export async function main(args: readonly string[]): Promise<number> {
  const terminal = systemTerminal()
  let code: number = EXIT.pass
  const program = makeProgram(terminal, (exit) => {
    code = exit
  })
  try {
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.pass : EXIT.usage
    if (error instanceof Failure) {
      terminal.err(describeFailure(error, terminal.color))
      return error.exit
    }
    terminal.err(describeBug(error))
    return EXIT.bug
  }
}
