import type { ExitCode } from '../base/failure.ts'
import type { Terminal } from './terminal.ts'

/** What a command is given besides its arguments. */
export interface Shell {
  terminal: Terminal
  exit(code: ExitCode): void
}
