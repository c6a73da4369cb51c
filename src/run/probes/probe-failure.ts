import { EXIT, type ExitCode, Failure } from '../../base/failure.ts'

/** Why a meter gave nothing. */
export type ProbeTrouble =
  /** No such program, file or device. */
  | 'absent'
  | 'no-permission'
  | 'unreachable'
  /** It answered with an error. */
  | 'refused'
  | 'silent'
  /** It answered with something that cannot be read. */
  | 'malformed'
  /** It can be read, but nothing in it is known. */
  | 'unknown'
  | 'too-big'

const EXITS: { readonly [trouble in ProbeTrouble]?: ExitCode } = {
  unreachable: EXIT.unreachable,
  silent: EXIT.unreachable,
}

export function probeFailure(trouble: ProbeTrouble, message: string, hint?: string, cause?: unknown): Failure {
  return new Failure(`probe.${trouble}`, message, { exit: EXITS[trouble] ?? EXIT.usage, hint, cause })
}

/** The same failure, said of one probe and without its secrets. What is no Failure stays what it is. */
export function titled(title: string, error: unknown, redact: (text: string) => string): unknown {
  if (!(error instanceof Failure)) return error
  const { code, exit, hint, cause, message } = error
  return new Failure(code, `${title}: ${redact(message)}`, { exit, hint, cause })
}
