import { impactFigures } from '../../src/analysis/impact/impact-figures.ts'
import { fromMillis, fromSeconds, nanos } from '../../src/base/nanos.ts'
import type { FaultStep } from '../../src/model/fault.ts'
import type { Impact } from '../../src/model/impact.ts'
import type { RunEvent } from '../../src/model/run-log.ts'
import { ms, type Sample, WINDOW } from './sample.ts'

const KILL = 310
const s = fromSeconds

/** `c` is killed under 20 requests a second, and started again half a minute later. */
export function killImpact(): Impact {
  const dip = [8, 10, 13, 15, 17, 18]
  return {
    fault: 'kill-one',
    round: 0,
    replica: 'c',
    method: 'SIGKILL',
    replicas: 3,
    estimated: false,
    milestones: {
      issued: s(KILL),
      confirmed: s(KILL + 0.004),
      firstFailure: s(KILL + 0.003),
      lastHit: s(KILL + 0.043),
      ejected: s(KILL + 0.041),
      undone: null,
      restarted: s(KILL + 30),
      portOpen: s(KILL + 41),
      ready: s(KILL + 46.2),
      answers: s(KILL + 46.9),
      admitted: s(KILL + 46.3),
      recovered: s(KILL + 6),
    },
    reference: {
      from: WINDOW.from,
      to: s(KILL),
      goodput: 20,
      failed: 0,
      latency: 3.8e9,
      attemptsPerRequest: 1,
      inherited: false,
    },
    observed: { from: s(KILL), to: WINDOW.to },
    offered: { before: { rate: 20, seconds: 60 }, since: { rate: 20, seconds: 36 } },
    hits: {
      n: 28,
      classes: { reset: 4, truncated: 20, connect: 3, 'ok-unhurt': 1 },
      inFlight: { fleet: 76, victim: 25, lost: 24 },
      late: 3,
      trials: 0,
    },
    detection: fromMillis(3),
    detectedBy: 'failure',
    eviction: { value: fromMillis(40), atLeast: false },
    unavailable: { total: s(1), longest: s(1) },
    dark: { longest: s(0), requests: 0 },
    dip: 0.6,
    lost: { inFlight: 24, untilRecovery: 39, untilHold: 41, total: 65, atLeast: false },
    excessDelay: { value: 212.4e9, atLeast: false },
    recovery: { value: s(6), atLeast: false },
    recoveryNMinus1: null,
    tail: [
      { metric: 'ttft', n: 120, p50: ms(412), p99: Infinity, insufficient: true },
      { metric: 'latency', n: 120, p50: 5.2e9, p99: Infinity, insufficient: true },
    ],
    without: {
      from: s(KILL + 1),
      to: s(KILL + 41),
      goodput: 19.2,
      against: 'before',
      ratio: 0.96,
      interval: { low: 0.93, high: 0.99 },
      verdict: 'lower',
    },
    retries: { before: 1, during: 1, amplification: 1 },
    blast: { lost: 24 / 76, expected: 1 / 3, ratio: 72 / 76 },
    affected: { n: 39, of: 120 },
    budget: { objective: 0.99, allowed: 119.88, bad: 27, used: 27 / 119.88, burn: 2.5 },
    goodputAfter: 0.998,
    availability: { ok: 717, of: 720, share: 717 / 720, interval: { low: 0.9879, high: 0.9986, level: 0.95 } },
    readmission: {
      back: s(KILL + 30),
      after: { value: s(20.4), atLeast: false },
      ttft: { own: ms(284), ownN: 380, others: ms(122), othersN: 790 },
    },
    course: {
      from: s(KILL - 20),
      good: [...Array.from({ length: 20 }, () => 20), ...dip, ...Array.from({ length: 24 }, (_, i) => 20 - (i % 2))],
      failed: [...Array.from({ length: 20 }, () => 0), 3, ...Array.from({ length: 29 }, () => 0)],
    },
  }
}

/** The failing run with the fault that made it fail. */
export function withKill({ analysis, verdict }: Sample): Sample {
  const impacts = [killImpact()]
  const event = (seconds: number, step: FaultStep, because: string): RunEvent => ({
    at: s(KILL + seconds),
    kind: 'fault',
    fault: 'kill-one',
    round: 0,
    replica: 'c',
    step,
    method: 'SIGKILL',
    because,
  })
  const { timeline } = analysis
  const part = (share: number, out: boolean) => (_: number, i: number) => (out && i >= 60 && i < 70 ? 0 : share)
  const strips = ['a', 'b', 'c'].map((replica, i) => ({
    replica,
    offered: timeline.offered.map(part(20 / 3, i === 2)),
    good: timeline.offered.map(part(6.6, i === 2)),
    failed: timeline.offered.map((_, bin) => (i === 2 && bin === 60 ? 0.6 : 0)),
    inFlight: timeline.offered.map(part(26, i === 2)),
  }))
  return {
    analysis: {
      ...analysis,
      impacts,
      figures: [...analysis.figures, ...impactFigures(impacts, WINDOW)],
      timeline: { ...timeline, replicas: strips },
      events: [
        ...analysis.events,
        event(0, 'issued', 'SIGKILL to 4 processes of port 8003'),
        event(0.004, 'confirmed', 'the processes are gone and port 8003 refuses'),
        event(30, 'restarted', 'vllm serve was started'),
        event(46.9, 'answers', 'one token came'),
      ],
    },
    verdict,
  }
}

/** A second round on another replica, from which the fleet was not seen to recover. */
export function secondKill(): Impact {
  const first = killImpact()
  return {
    ...first,
    round: 1,
    replica: 'a',
    milestones: { ...first.milestones, issued: s(500), recovered: null, restarted: null },
    observed: { from: s(500), to: WINDOW.to },
    eviction: { value: nanos(0), atLeast: false },
    recovery: { value: s(41), atLeast: true },
    recoveryNMinus1: null,
    lost: { ...first.lost, total: 300, atLeast: true },
    readmission: null,
  }
}
