import { openRunLog, type RunLog } from '../log/reader.ts'
import type { Analysis } from '../model/analysis.ts'
import type { Report } from '../model/report.ts'
import type { Verdict } from '../model/verdict.ts'

export interface ReadRun {
  log: RunLog
  analysis: Analysis
  verdict: Verdict
  report: Report
}

/** The whole read side: log → analysis → verdict → report. Depends on nothing but the folder's content. */
export async function readRun(folder: string): Promise<ReadRun> {
  const log = await openRunLog(folder)
  // The read side's code is loaded here so that a run's first request does not wait for it.
  const [{ analyze }, { judge }, { composeReport }] = await Promise.all([
    import('../analysis/analyze.ts'),
    import('../verdict/judge.ts'),
    import('../report/compose.ts'),
  ])
  const analysis = await analyze(log)
  const verdict = judge(analysis, log.manifest.scenario)
  return { log, analysis, verdict, report: composeReport(analysis, verdict) }
}
