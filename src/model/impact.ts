import type { Nanos } from '../base/nanos.ts'
import type { Outcome } from './outcome.ts'

/**
 * What the clients felt of one round of one fault. Rates are per second; bins are one second wide by when a request was
 * due, laid so that the fault falls on an edge. docs/methodology.md §8
 */
export interface Impact {
  fault: string
  /** From 0. */
  round: number
  /** The replica that was hit, by the name the injector knows it by. */
  replica: string
  /** `SIGKILL`, `proxy delay`, … */
  method: string
  /** Replicas that took requests before the fault; null where nobody says who answered. */
  replicas: number | null
  /**
   * Nobody says who answered, so that hits are failures above the rate before. Detection is then of any failure, and
   * eviction is not known.
   */
  estimated: boolean
  milestones: Milestones
  reference: Reference
  /** From the fault to the next one, or to the end of the window. */
  observed: { from: Nanos; to: Nanos }
  /** Requests due, before the fault and from it until the end of the hold. */
  offered: { before: OfferedRate; since: OfferedRate }
  hits: HitSet
  detection: Nanos | null
  /** Whether that was a failure, or an answer that was slow or moved where none failed; null with `detection`. */
  detectedBy: 'failure' | 'late answer' | null
  eviction: Bounded | null
  unavailable: { total: Nanos; longest: Nanos }
  /** The longest run of seconds of which no request ended ok, and how many were due in it. */
  dark: { longest: Nanos; requests: number }
  /** 1 − least goodput of a bin before recovery / reference; NaN without one. */
  dip: number
  lost: LostRequests
  /** Latency above the median before, summed over ok requests until the end of the hold: ns, signed. */
  excessDelay: Censored
  /** null where there is nothing from before to go back to. */
  recovery: Bounded | null
  /** To the goodput a run with one replica less reached; null where none is given. */
  recoveryNMinus1: Bounded | null
  tail: readonly TailFigures[]
  /** Goodput between eviction and return; null where that is shorter than a bin. */
  without: GoodputWithout | null
  retries: Retries
  blast: BlastRadius | null
  /** Requests due before recovery, and those of them that were not good. */
  affected: { n: number; of: number }
  budget: ErrorBudget
  /** Mean goodput after recovery, or of the last hold where it never came, over the reference. */
  goodputAfter: number | null
  /** Of the requests due from the fault to the end of the hold. One fault is one observation: the interval is within it. */
  availability: Availability | null
  readmission: Readmission | null
  /** Seconds around it, for its picture. */
  course: Course
}

/** Requests of each second by when they were due, from a while before the fault until it was over. */
export interface Course {
  from: Nanos
  good: readonly number[]
  failed: readonly number[]
}

/** A duration in ns; `atLeast`: it had not ended when observation did. */
export interface Bounded {
  value: Nanos
  atLeast: boolean
}

/** A sum that would have grown on where `atLeast`: what it is a sum over had not ended. */
export interface Censored {
  value: number
  atLeast: boolean
}

/** Instants of one round on the run's clock, null where they never came. */
export interface Milestones {
  /** t0 */
  issued: Nanos
  confirmed: Nanos | null
  /** t1: first end that shows a client that something is wrong. */
  firstFailure: Nanos | null
  /** t2: last failure of a hit, or last request that went to the replica. */
  lastHit: Nanos | null
  /** The client stopped sending to it. */
  ejected: Nanos | null
  undone: Nanos | null
  restarted: Nanos | null
  /** t3 */
  portOpen: Nanos | null
  /** t4 */
  ready: Nanos | null
  /** t5 */
  answers: Nanos | null
  /** The client sends to it again. */
  admitted: Nanos | null
  /** t6: goodput back within its band for as long as it must hold. */
  recovered: Nanos | null
}

/** Requests due per second, over so many whole seconds; NaN over none. */
export interface OfferedRate {
  rate: number
  seconds: number
}

/** The fleet before the fault. */
export interface Reference {
  from: Nanos
  to: Nanos
  /** Median over bins, per second. */
  goodput: number
  /** Mean over bins. */
  failed: number
  /** Median of ok requests, ns. */
  latency: number
  /** NaN where there was none. */
  attemptsPerRequest: number
  /** Too little time since the previous fault: that of the round before it. */
  inherited: boolean
}

/**
 * What became of a request that was hit: its outcome, or, where it ended ok, whether another attempt answered, its
 * tokens paused for long (another replica took over), it missed a per-request bound, or none of these.
 */
export type HitClass = Exclude<Outcome, 'ok'> | 'retried-ok' | 'migrated' | 'ok-slow' | 'ok-unhurt'

export interface HitSet {
  n: number
  classes: { readonly [hit in HitClass]?: number }
  /** At the instant of the fault: in the whole fleet, on the replica that was hit, and those of the fleet that failed. */
  inFlight: { fleet: number; victim: number | null; lost: number }
  /** Sent to it while it was down, and those of them that only tried whether it was back. */
  late: number
  trials: number
}

/**
 * Good requests that the fault cost: those in flight, which were due before it, and the area between reference and
 * goodput since, signed, so that noise does not add up.
 */
export interface LostRequests {
  inFlight: number
  untilRecovery: number
  /** The recovery's hold included. */
  untilHold: number
  /** In flight and until the end of the hold. */
  total: number
  atLeast: boolean
}

/** Of the requests due between fault and recovery, failures at +Infinity. ns */
export interface TailFigures {
  metric: 'ttft' | 'latency' | 'stall'
  n: number
  p50: number
  p99: number
  /** Too few for a p99. docs/methodology.md §4.2 */
  insufficient: boolean
}

export interface GoodputWithout {
  from: Nanos
  to: Nanos
  /** Per second. */
  goodput: number
  /** What it is held against: a run with one replica less, or the fleet before the fault. */
  against: 'n-1' | 'before'
  ratio: number
  /** 90 %, over bins. */
  interval: { low: number; high: number }
  /** Two one-sided tests with a margin of 5 %. */
  verdict: 'equivalent' | 'lower' | 'higher' | 'undecided'
}

/** Wire calls per request that was issued. */
export interface Retries {
  before: number
  during: number
  /** during / before */
  amplification: number
}

/** Share of the requests in flight that were lost, against one replica's share of the fleet. */
export interface BlastRadius {
  lost: number
  expected: number
  /** lost / expected */
  ratio: number
}

export interface ErrorBudget {
  /** Share of requests that should end ok. */
  objective: number
  /** Failures the whole run is allowed. */
  allowed: number
  /** Failures from the fault to the end of the hold, those in flight included. */
  bad: number
  /** bad / allowed */
  used: number
  /** Share of failures until recovery / share allowed. */
  burn: number
}

export interface Availability {
  ok: number
  of: number
  share: number
  /** Wilson. */
  interval: { low: number; high: number; level: number }
}

/** The replica again, after it was restarted or the fault undone. */
export interface Readmission {
  /** Restart or undoing; the first sign of life where the platform brought it back. */
  back: Nanos
  /** To its first good reply. */
  after: Bounded
  /** Median ttft of ok requests over its first minute, and of the others in the same time; ns. */
  ttft: { own: number; ownN: number; others: number; othersN: number } | null
}
