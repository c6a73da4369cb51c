/** What scripts may rely on: the exit code of every command. */
export const EXIT = {
  pass: 0,
  sloFailed: 1,
  usage: 2,
  inconclusive: 3,
  unreachable: 4,
  invalid: 5,
  bug: 70,
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Where in the user's own input a failure lies. Lines and columns count from 1. */
export interface Place {
  file: string
  line?: number
  column?: number
  /** The text of that line, shown under the message. */
  source?: string
}

export interface FailureDetails {
  exit: ExitCode
  place?: Place
  hint?: string | undefined
  cause?: unknown
}

/**
 * An error written for the person who has to act on it: what went wrong, where, and the way out. Anything thrown that
 * is not a `Failure` is a bug of Tailgate's own.
 */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly code: string
  readonly exit: ExitCode
  readonly place: Place | undefined
  readonly hint: string | undefined

  /** @param code stable, lower-case, dotted: `scenario.unknown-key`, `target.refused` */
  constructor(code: string, message: string, details: FailureDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.exit = details.exit
    this.place = details.place
    this.hint = details.hint
  }
}
