import type { Validity } from '../../model/analysis.ts'
import type { Scenario } from '../../model/scenario.ts'
import { lagLimit } from '../lag-limit.ts'
import { THRESHOLDS } from '../thresholds.ts'
import { spellShare, spellTime } from '../words.ts'
import { isCapped } from './cap-reached.ts'
import { isCutShort } from './ended-early.ts'
import type { Evidence, Rule } from './rule.ts'

const FIX = 'raise workers, give the generator cores of its own, or lower the rate per generator'

/** The generator was late, deaf or overloaded, so the load was not the planned one. docs/methodology.md §2 */
export const generatorBottleneck: Rule = (evidence) => {
  const reasons = [late(evidence), unsent(evidence), deaf(evidence), overloaded(evidence)]
  return reasons
    .filter((reason) => reason !== undefined)
    .map((reason) => ({ severity: 'invalid', message: `generator ${reason}`, fix: FIX }))
}

/** An offline burst is due all at once: it must be sent in a small part of the time it takes to answer. */
function late({ analysis, scenario }: Evidence): string | undefined {
  const { lag } = analysis.validity
  if (isCapped(analysis, scenario)) return undefined
  if (isOffline(scenario)) {
    const limit = THRESHOLDS.burstShare * (analysis.window.to - analysis.window.from)
    return lag.p99 > limit ? `took ${spellTime(lag.p99)} to send the burst, limit ${spellTime(limit)}` : undefined
  }
  const limit = lagLimit(scenario)
  return lag.p99 > limit ? `late: lag p99 ${spellTime(lag.p99)} > ${spellTime(limit)}` : undefined
}

function unsent(evidence: Evidence): string | undefined {
  const { validity, books } = evidence.analysis
  if (isCutShort(evidence)) return undefined
  const n = books.measured.outcomes.not_sent ?? 0
  if (n === 0 && validity.sentShare >= THRESHOLDS.sentShare) return undefined
  return `never sent ${n} of ${books.measured.planned} planned requests (${spellShare(validity.sentShare)} sent)`
}

/** A busy event loop stamps arrivals late, whatever the loop. */
function deaf({ analysis: { validity }, scenario }: Evidence): string | undefined {
  const limit = lagLimit(scenario)
  if (drivesFlatOut(scenario) || validity.loopDelayP99 <= limit) return undefined
  return `slow to read answers: event-loop delay p99 ${spellTime(validity.loopDelayP99)} > ${spellTime(limit)}`
}

function overloaded({ analysis: { validity }, scenario }: Evidence): string | undefined {
  if (drivesFlatOut(scenario) || !isOverloaded(validity)) return undefined
  return `overloaded: a thread used ${spellShare(validity.cpuMedian)} of its core`
}

export const isOverloaded = (validity: Validity): boolean => validity.cpuMedian > THRESHOLDS.generatorCpu

export const isOffline = ({ load }: Scenario): boolean => load.loop === 'mlperf' && load.scenario === 'offline'

/** Closed loops and offline bursts go as fast as they can: there a busy generator is a remark, not an invalid run. */
export const drivesFlatOut = (scenario: Scenario): boolean =>
  isOffline(scenario) ||
  scenario.load.loop === 'closed' ||
  (scenario.load.loop === 'mlperf' && scenario.load.scenario !== 'server')
