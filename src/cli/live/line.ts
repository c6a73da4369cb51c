import { formatCount } from '../../report/format.ts'
import { imbalanceTexts } from './imbalance.ts'
import type { LiveState } from './live-state.ts'
import { failureTexts, rateTexts, spreadTexts } from './phrases.ts'
import { timeText } from './time-text.ts'

/** The state in one line, for logs of CI jobs and pipes. */
export function drawLine(state: LiveState): string {
  const [metric, spread] = state.ttft === null ? ['latency', state.latency] : ['ttft', state.ttft]
  const [failed = '0 failed', ...outcomes] = failureTexts(state)
  return [
    timeText(state.elapsed),
    state.stage,
    ...rateTexts(state),
    `${formatCount(state.inFlight)} in flight`,
    `${metric} ${spreadTexts(spread as typeof state.latency).join(' ')}`,
    ...imbalanceTexts(state),
    outcomes.length === 0 ? failed : `${failed} (${outcomes.join(', ')})`,
  ].join('  ')
}
