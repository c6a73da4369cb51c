import { NS_PER_MS } from '../../base/nanos.ts'
import { EARLY_ENDS } from '../../model/early-end.ts'
import { spellTime } from '../words.ts'
import type { Evidence, Remark, Rule } from './rule.ts'

const FIXES: { readonly [end in keyof typeof EARLY_ENDS]: string } = {
  exhausted: 'lower the expected latency (load.mlperf.expected_latency_ns): more queries are generated then',
  maxQueries: 'raise max_query_count, or lower min_query_count and min_duration',
  maxDuration: 'raise max_duration, or lower min_query_count and min_duration',
  outstanding: 'raise max_async_queries, or lower target_qps',
}

/** An MLPerf scenario is valid only past its least duration and its least count. docs/mlperf.md §1.3 */
export const endedEarly: Rule = (evidence) => [...cutShort(evidence), ...shortBurst(evidence)]

/** Whether a limit of LoadGen's ended the run, so that what was not sent is not the generator's fault. */
export const isCutShort = (evidence: Evidence): boolean => earlyEnd(evidence) !== undefined

function cutShort(evidence: Evidence): Remark[] {
  const end = earlyEnd(evidence)
  if (end === undefined) return []
  const because = evidence.analysis.seal?.because
  if (!hadItsLength(evidence)) {
    return [{ severity: 'invalid', message: `the run was cut short: ${because}`, fix: FIXES[end] }]
  }
  const message = `a limit ended the run past its least length: ${because}; LoadGen would log an error`
  return [{ severity: 'warning', message, fix: FIXES[end] }]
}

/** The other loops end by themselves once they had it; server would go on to the end of its schedule. */
function hadItsLength({ analysis: { window, books }, scenario: { load } }: Evidence): boolean {
  if (load.loop !== 'mlperf' || load.scenario !== 'server') return false
  const { planned, outcomes } = books.measured
  const { min_duration_ms, min_query_count } = load.mlperf
  return window.to - window.from >= min_duration_ms * NS_PER_MS && planned - (outcomes.not_sent ?? 0) >= min_query_count
}

/** Accuracy mode asks everything once and has no least length. */
function earlyEnd({ analysis: { seal }, scenario: { load } }: Evidence): keyof typeof EARLY_ENDS | undefined {
  if (load.loop !== 'mlperf' || load.mlperf.mode !== 'performance' || seal?.ended !== 'complete') return undefined
  const ends = Object.keys(EARLY_ENDS) as (keyof typeof EARLY_ENDS)[]
  return ends.find((end) => seal.because.startsWith(EARLY_ENDS[end]))
}

/** All was sent and answered, only sooner than asked: LoadGen's verdict, not ours. */
function shortBurst({ analysis: { window }, scenario: { load } }: Evidence): Remark[] {
  if (load.loop !== 'mlperf' || load.scenario !== 'offline' || load.mlperf.mode !== 'performance') return []
  const [took, least] = [window.to - window.from, load.mlperf.min_duration_ms * NS_PER_MS]
  if (took >= least) return []
  return [
    {
      severity: 'warning',
      message: `offline took ${spellTime(took)} of at least ${spellTime(least)}: LoadGen would call the result INVALID`,
      fix: 'raise target_qps (load.rate): with the duration it sets the number of samples; or lower the duration',
    },
  ]
}
