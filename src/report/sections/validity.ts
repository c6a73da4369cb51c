import type { Validity } from '../../model/analysis.ts'
import type { Fact } from '../../model/report.ts'
import { formatCount, formatDuration, formatNumber, formatShare, NONE } from '../format.ts'
import type { ComposeSection } from './section.ts'

/** Whether the measurement can be believed: our own lateness, the identities that must hold, and saturation. */
export const composeValidity: ComposeSection = (analysis) => ({
  id: 'validity',
  title: 'Generator health',
  essential: true,
  blocks: [{ kind: 'facts', facts: [...health(analysis.validity), ...identities(analysis.validity)] }],
})

function health({ lag, loopDelayP99, cpuMax, cpuMedian, sentShare, clockDrift }: Validity): Fact[] {
  return [
    {
      label: 'lag p99',
      value: lag.n === 0 ? NONE : formatDuration(lag.p99),
      note:
        lag.n === 0
          ? 'nothing was sent'
          : `n ${formatCount(lag.n)}, p50 ${formatDuration(lag.p50)}, max ${formatDuration(lag.max)}`,
    },
    { label: 'loop delay', value: formatDuration(loopDelayP99), note: 'p99 of the event loop, median over the run' },
    { label: 'cpu max', value: formatShare(cpuMax), note: `of one core, median ${formatShare(cpuMedian)}` },
    { label: 'sent', value: lag.n === 0 ? NONE : formatShare(sentShare), note: 'of what was due' },
    { label: 'clock drift', value: `${formatNumber(clockDrift * 1e6)} ppm`, note: 'wall against monotonic clock' },
  ]
}

function identities({ little, backlog, tokens, lengths, peakInFlight }: Validity): Fact[] {
  return [
    {
      label: 'in flight',
      value: formatNumber(little.l),
      note: `peak ${formatCount(peakInFlight)}, λW ${formatNumber(little.lambdaW)}, off by ${formatShare(Math.abs(little.relativeError))}, at the edges ${formatShare(Math.abs(little.edgeGap))}`,
    },
    {
      label: 'backlog',
      value: backlog.saturated ? 'grows: saturated' : 'steady',
      note: `slope ${formatNumber(backlog.slope)}/s, t ${formatNumber(backlog.t)}, completed ${formatShare(backlog.completionRatio)} of arrivals`,
      ...(backlog.saturated && { tone: 'bad' as const }),
    },
    {
      label: 'tokens seen',
      value: formatCount(tokens.client),
      note: `server ${formatCount(tokens.server)}, n ${formatCount(tokens.counted)}`,
    },
    {
      label: 'tokens got',
      value: formatCount(lengths.got),
      note: `asked ${formatCount(lengths.asked)}, n ${formatCount(lengths.counted)}`,
    },
  ]
}
