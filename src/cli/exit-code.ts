import { EXIT, type ExitCode } from '../base/failure.ts'
import type { Seal } from '../model/run-log.ts'
import type { Verdict } from '../model/verdict.ts'

const BY_RESULT = {
  pass: EXIT.pass,
  fail: EXIT.sloFailed,
  inconclusive: EXIT.inconclusive,
  invalid: EXIT.invalid,
} as const satisfies { [result in Verdict['result']]: ExitCode }

/** The exit code of a judged run. One that was interrupted or broken off is that, whatever its numbers say. */
export function exitCodeOf(verdict: Verdict, seal: Seal | null): ExitCode {
  if (seal === null || seal.ended === 'interrupted') return EXIT.interrupted
  return seal.exit ?? BY_RESULT[verdict.result]
}

/** The exit codes as help says them. */
export const EXIT_CODES = `Exit codes: ${EXIT.pass} pass, ${EXIT.sloFailed} an SLO failed, ${EXIT.usage} usage or scenario error, ${EXIT.inconclusive} inconclusive, ${EXIT.unreachable} target unreachable,
${EXIT.invalid} invalid measurement, ${EXIT.bug} a bug of tailgate, ${EXIT.interrupted} interrupted.`
