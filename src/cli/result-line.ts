import type { ExitCode } from '../base/failure.ts'
import type { ReadRun } from './read-run.ts'

/** What `run --json` ends with: one line that scripts may rely on. */
export function resultLine(folder: string, { analysis, verdict, log }: ReadRun, exit: ExitCode): string {
  const { books } = analysis
  return JSON.stringify({
    run: folder,
    result: verdict.result,
    exit,
    ended: log.seal?.ended ?? 'interrupted',
    fingerprint: log.manifest.fingerprint,
    books: { planned: books.planned, outcomes: books.outcomes, unrecorded: books.unrecorded },
    failed: verdict.checks.filter((check) => check.result === 'fail').map((check) => check.slo.text),
    findings: verdict.findings.map(({ id, severity }) => ({ id, severity })),
  })
}
