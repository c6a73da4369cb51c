import type { Command } from 'commander'

/** What a shell needs to know of the command line. */
export interface CommandTree {
  name: string
  commands: readonly CompletedCommand[]
}

export interface CompletedCommand {
  name: string
  description: string
  flags: readonly CompletedFlag[]
  /** Words its first argument may be; empty: files. null: it takes no argument. */
  argument: readonly string[] | null
}

export interface CompletedFlag {
  /** `--rate` */
  long: string
  /** `-o` */
  short: string | null
  description: string
  /** Words its value may be; empty: anything. null: it takes none. */
  values: readonly string[] | null
}

/** Reads a program's commands and flags, so that scripts follow the program by themselves. */
export function readTree(program: Command): CommandTree {
  return { name: program.name(), commands: program.commands.map(readCommand) }
}

function readCommand(command: Command): CompletedCommand {
  const [first] = command.registeredArguments
  const flags = command.options
    .filter(({ long, hidden }) => long && !hidden)
    .map(({ long, short, description, argChoices, required, optional }) => ({
      long: long as string,
      short: short ?? null,
      description,
      values: required || optional ? (argChoices ?? []) : null,
    }))
  return {
    name: command.name(),
    description: command.description(),
    flags: [...flags, { long: '--help', short: '-h', description: 'usage and examples', values: null }],
    argument: first ? (first.argChoices ?? []) : null,
  }
}
