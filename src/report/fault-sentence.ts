import type { Impact } from '../model/impact.ts'
import { formatCount, formatDuration, formatShare } from './format.ts'

/** What one round of a fault did, in a sentence or two that need no table. @param tolerance share of the band of recovery */
export function faultSentence(impact: Impact, tolerance: number): string {
  const { replica, method, milestones } = impact
  const parts = [inFlightText(impact), detectionText(impact), evictionText(impact), recoveryText(impact, tolerance)]
  const told = parts.filter((part) => part !== '').join(', ')
  const first = `${replica} ${blowText(method)} at ${formatDuration(milestones.issued)}: ${told}; ${lostText(impact)}.`
  return [first, backText(impact)].filter((part) => part !== '').join(' ')
}

/** What a method is in plain words. */
function blowText(method: string): string {
  if (/SIGSTOP|pause/.test(method)) return `was frozen (${method})`
  if (/SIGTERM|SIGINT|docker stop/.test(method)) return `was told to stop (${method})`
  if (/delete/.test(method)) return `was deleted (${method})`
  return /kill/i.test(method) ? `was killed (${method})` : `was hit (${method})`
}

function inFlightText({ hits: { inFlight } }: Impact): string {
  if (inFlight.fleet === 0) return 'nothing was in flight'
  return `${formatCount(inFlight.lost)} of ${plural(inFlight.fleet, 'request')} in flight ${inFlight.lost === 1 ? 'was' : 'were'} lost`
}

function detectionText({ detection, detectedBy }: Impact): string {
  if (detection === null) return 'no client saw a failure'
  return `clients saw the first ${detectedBy} ${formatDuration(detection)} later`
}

function evictionText({ eviction, estimated, hits }: Impact): string {
  if (estimated) return 'which requests went to it is not known'
  if (eviction === null) return ''
  if (eviction.atLeast) return `requests went to it for at least ${formatDuration(eviction.value)}`
  const none = hits.trials === 0 ? 'no request' : `no request but ${plural(hits.trials, 'trial')}`
  return `${none} went to it ${eviction.value === 0 ? 'afterwards' : `after ${formatDuration(eviction.value)}`}`
}

function recoveryText({ recovery, dip }: Impact, tolerance: number): string {
  if (recovery === null) return 'there was nothing before it to compare with'
  if (recovery.atLeast) {
    return `goodput fell by ${formatShare(dip)} and took at least ${formatDuration(recovery.value)} to come back`
  }
  if (recovery.value === 0) return `goodput stayed within ${formatShare(tolerance)}`
  return `goodput fell by ${formatShare(dip)} and was back within ${formatShare(tolerance)} after ${formatDuration(recovery.value)}`
}

function lostText({ lost, hits }: Impact): string {
  if (Number.isNaN(lost.total))
    return `${plural(lost.inFlight, 'request')} in flight ${lost.inFlight === 1 ? 'was' : 'were'} lost`
  const total = Math.round(lost.total)
  if (total <= 0) {
    const failed = failedHits(hits)
    if (failed === 0) return 'no good request was lost'
    return `${plural(failed, 'request')} failed, which is less than goodput scatters by`
  }
  return `${lost.atLeast ? 'at least ' : ''}${plural(total, 'good request')} ${total === 1 ? 'was' : 'were'} lost`
}

function failedHits({ n, classes }: Impact['hits']): number {
  const { 'retried-ok': retried = 0, migrated = 0, 'ok-slow': slow = 0, 'ok-unhurt': unhurt = 0 } = classes
  return n - retried - migrated - slow - unhurt
}

function backText({ readmission }: Impact): string {
  if (readmission === null) return ''
  const { after, ttft } = readmission
  if (after.atLeast) return `It was brought back and gave no good reply in the ${formatDuration(after.value)} left.`
  const cold =
    ttft &&
    `, its median ttft at first ${formatDuration(ttft.own)} against ${formatDuration(ttft.others)} of the others`
  return `It gave its first good reply ${formatDuration(after.value)} after it was brought back${cold ?? ''}.`
}

const plural = (n: number, thing: string): string => `${formatCount(n)} ${thing}${n === 1 ? '' : 's'}`
