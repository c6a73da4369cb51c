import { NS_PER_MS, NS_PER_S } from '../base/nanos.ts'

/** Where each audit rule begins to fire. Judgments, none from the literature: docs/methodology.md §12.1. */
export const THRESHOLDS = {
  /** p99 of our own lateness: at most this, and at most this share of the tightest latency target. */
  lag: 10 * NS_PER_MS,
  lagShare: 0.05,
  /** An offline burst must be sent within this share of the time it takes to answer. */
  burstShare: 0.05,
  sentShare: 0.99,
  generatorCpu: 0.9,
  clientAbortShare: 0.001,
  littleError: 0.001,
  tokenMismatch: 0.02,
  lengthMiss: 0.1,
  /** Of the rate before a fault, and of what random arrivals scatter. */
  unsteadyShare: 0.1,
  unsteadySigmas: 3,
  /** Tokens that a chat template may add to every prompt. */
  templateTokens: 32,
  clockWarning: 0.001,
  clockStep: 0.01,
  bufferedShare: 0.01,
  /** Share of the streams of four events or more that came in one read: short ones may, but not most of them. */
  oneReadShare: 0.5,
  /** Token events a read, and share of waits of about 200 ms, from which on something holds tokens back. */
  heldEvents: 3,
  heldShare: 0.5,
  /** Shortest window that is not remarked upon, and how many p99 latencies and requests it should hold. */
  window: 60 * NS_PER_S,
  windowLatencies: 10,
  windowRequests: 200,
  /** Steady load before a fault, and how long it is watched: at least so long, and so many times its recovery. */
  beforeFault: 60 * NS_PER_S,
  afterFault: 120 * NS_PER_S,
  recoveriesAfterFault: 3,
  /** So many requests due in seconds without one ok end: nobody was there. */
  darkRequests: 5,
  /** Idle power before and after, and time of a probe's interval that reading takes. */
  idleDrift: 0.05,
  scrapeShare: 0.1,
  /** Joint attainment asked for where the scenario has per-request bounds and names no share. */
  attainment: 0.9,
} as const
