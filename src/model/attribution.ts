import type { Nanos } from '../base/nanos.ts'

/**
 * Where the time of the requests went, by the servers' own meters over the window. Means of many requests, never one
 * request's; null where the servers do not say.
 */
export interface Attribution {
  times: ServerTimes
  shares: { ccr: number | null; waitRatio: number | null; pathEfficiency: number | null }
  cache: { queries: number; hits: number } | null
  preemptions: number | null
  mfu: number | null
  mbu: number | null
  /** Client's requests in flight − servers' running and waiting, at each reading. */
  inFlight: { mean: number; max: number; n: number } | null
  /** Output tokens of the whole run by both. null: they cannot be compared. */
  tokens: { client: number; server: number } | null
  /** Why not. */
  tokensBecause: string | null
  /** Counters that fell in the window: servers that started again. */
  resets: readonly CounterReset[]
  scrapes: readonly ScrapeCost[]
}

/** Means in ns, of so many requests. */
export interface ServerTimes {
  /** latency.service of ok requests that ended in the window. */
  client: Mean | null
  server: Mean | null
  ttft: Mean | null
  queue: Mean | null
  prefill: Mean | null
  decode: Mean | null
}

export interface Mean {
  mean: number
  n: number
}

export interface CounterReset {
  source: string
  replica: string | null
  at: Nanos
}

/** What reading a source cost. */
export interface ScrapeCost {
  source: string
  readings: number
  failed: number
  /** Mean duration, and that as a share of the interval. */
  duration: Nanos
  share: number
  /** Mean. */
  bytes: number | null
}
