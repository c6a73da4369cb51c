import type { Nanos } from '../base/nanos.ts'
import type { CarbonSettings, EnergySettings, HardwareSettings, Prices } from './economy-settings.ts'
import type { Fault, ReliabilitySettings } from './fault.ts'
import type { FleetSettings } from './fleet.ts'
import type { Probe } from './probe.ts'
import type { RequestBound, RunBound } from './slo.ts'

/**
 * A scenario with every default filled in: all that a run depends on. Scenario files are decoded into this; it is
 * stored in `run.json`, and a run of the stored one plans the identical load. Seeds are decimal strings because they
 * may exceed 2^53.
 */
export interface Scenario {
  tailgate: 1
  name: string
  targets: readonly Target[]
  fleet: FleetSettings
  dataset: Dataset
  load: Load
  request: RequestSettings
  slo: { request: readonly RequestBound[]; run: readonly RunBound[] }
  faults: readonly Fault[]
  /** Without it a scenario with faults does not run. */
  allowFaults: boolean
  reliability: ReliabilitySettings
  probes: readonly Probe[]
  prices: Prices | null
  energy: EnergySettings | null
  carbon: CarbonSettings | null
  hardware: HardwareSettings | null
  log: LogSettings
  workers: number | 'auto'
}

export const PROTOCOLS = [
  'openai-completions',
  'openai-chat',
  'kserve-infer',
  'triton-generate',
  'triton-generate-stream',
] as const
export type ProtocolName = (typeof PROTOCOLS)[number]

export const TRANSPORTS = ['http1', 'undici'] as const
export type TransportName = (typeof TRANSPORTS)[number]

export interface Target {
  /** Unique in the scenario; the `replica` column of the log. */
  name: string
  /** http or https, may carry a base path. */
  url: string
  protocol: ProtocolName
  model: string | null
  transport: TransportName
  /** Extra request headers. Their values are secrets: the stored scenario holds the unexpanded `${env:NAME}`. */
  headers: { readonly [name: string]: string }
  apiKey: { env: string } | { file: string } | null
  tls: { ca: string | null; cert: string | null; key: string | null; insecure: boolean } | null
}

/** Token counts: fixed, or drawn from a distribution and clamped to [min, max]. */
export type Lengths =
  | { kind: 'fixed'; value: number }
  | { kind: 'uniform'; min: number; max: number }
  | { kind: 'normal' | 'lognormal'; mean: number; stddev: number; min: number; max: number }

export type Dataset =
  | {
      kind: 'synthetic'
      count: number
      input: Lengths
      output: Lengths
      /** Empirical (input, output) pairs; replaces both distributions. */
      pairs: readonly (readonly [number, number])[] | null
      /** The first `tokens` of each prompt are one of `groups` common prefixes. */
      sharedPrefix: { tokens: number; groups: number } | null
      seed: string
    }
  | { kind: 'jsonl'; path: string; prompt: string; output: string; defaultOutput: number; limit: number | null }
  | { kind: 'sharegpt'; path: string; defaultOutput: number | null; limit: number | null }
  | { kind: 'azure' | 'burstgpt' | 'mooncake'; path: string; limit: number | null; seed: string }
  | {
      kind: 'tensors'
      inputs: readonly TensorInput[]
      outputs: readonly string[]
      count: number
      binary: boolean
      seed: string
    }

export const DATATYPES = [
  'BOOL',
  'UINT8',
  'UINT16',
  'UINT32',
  'UINT64',
  'INT8',
  'INT16',
  'INT32',
  'INT64',
  'FP16',
  'BF16',
  'FP32',
  'FP64',
  'BYTES',
] as const
export type Datatype = (typeof DATATYPES)[number]

export interface TensorInput {
  name: string
  shape: readonly number[]
  datatype: Datatype
  /** Given values (one list for all samples), or seeded random ones. */
  data: readonly (number | string | boolean)[] | 'random'
}

/** Who sets the pace, and by which rule. */
export type Load = OpenLoad | ClosedLoad | MlperfLoad

interface LoadCommon {
  /** Discarded requests before the measured window. */
  warmup: Warmup
  /** How long requests still open after the last issue may take before they are given up as `hung`. */
  drain: Nanos
  seed: { order: string; schedule: string }
}

export interface Warmup {
  /** Sent one after another to each target before the clock starts. */
  requests: number
  /** The first part of the schedule, at the same load as the rest. */
  duration: Nanos
}

export type Arrivals =
  | { kind: 'constant'; rate: number }
  | { kind: 'poisson'; rate: number }
  /** Gaps are gamma with this shape: 1 is Poisson, below 1 bursty, CV = 1/sqrt(burstiness). */
  | { kind: 'gamma'; rate: number; burstiness: number }
  /** Rates joined by straight ramps (`ramp`) or held (`step`); gaps as of `gaps`. */
  | { kind: 'stages'; stages: readonly Stage[]; gaps: 'poisson' | 'constant' }
  /** Time stamps of a trace (the dataset's own, or a file), scaled: 2 replays at half the speed. */
  | { kind: 'trace'; path: string | null; unit: 'ms' | 's' | null; scale: number; rate: number | null }

export interface Stage {
  shape: 'step' | 'ramp'
  rate: number
  duration: Nanos
}

export interface OpenLoad extends LoadCommon {
  loop: 'open'
  arrivals: Arrivals
  /** Length of the measured window; null: as long as the trace or `queries` last. */
  duration: Nanos | null
  queries: number | null
  /** At most this many in flight over all workers; waiting for a place counts as latency. */
  cap: number | null
  /** How long load goes on after the window while its last requests end. */
  tail: Nanos
}

export interface ClosedLoad extends LoadCommon {
  loop: 'closed'
  slots: number
  think: Nanos
  duration: Nanos | null
  queries: number | null
}

export const MLPERF_SCENARIOS = ['single-stream', 'multi-stream', 'server', 'offline'] as const
export type MlperfScenario = (typeof MLPERF_SCENARIOS)[number]

export interface MlperfLoad extends LoadCommon {
  loop: 'mlperf'
  scenario: MlperfScenario
  mlperf: MlperfSettings
}

/**
 * LoadGen's own settings by its own names, those of the other scenarios left out: as requested, with defaults and
 * `user.conf` applied. What follows from them and the size of the dataset (docs/mlperf.md §1.2) is derived when the plan
 * is built, so that it is derived once.
 */
export interface MlperfSettings {
  mode: 'performance' | 'accuracy'
  /** Server: target; offline: expected. Single- and multi-stream take their rate from `expected_latency_ns`. */
  target_qps: number
  /** Server's limit; 0 elsewhere. */
  target_latency_ns: number
  target_latency_percentile: number
  /** Single- and multi-stream: only sets how many queries are generated. 0 elsewhere. */
  expected_latency_ns: number
  /** Multi-stream's; 1 elsewhere. */
  samples_per_query: number
  min_duration_ms: number
  max_duration_ms: number
  min_query_count: number
  max_query_count: number
  qsl_rng_seed: string
  sample_index_rng_seed: string
  schedule_rng_seed: string
  /** How many samples of the dataset are in use; 0: all of it. */
  performance_sample_count: number
  accuracy_sample_count: number
  performance_issue_unique: boolean
  performance_issue_same: boolean
  performance_issue_same_index: number
  sample_concatenate_permutation: boolean
  max_async_queries: number
  coalesce_queries: boolean
  use_token_latencies: boolean
  ttft_latency_ns: number
  tpot_latency_ns: number
  /** Integer mapping of the C++ library LoadGen was built with. */
  rng: 'gcc11' | 'gcc10'
}

export interface RequestSettings {
  stream: boolean
  /** `ignore_eos` and `min_tokens`, so that answers have the length asked for. */
  forceLength: boolean
  /** How prompts reach their length in tokens; `auto` sends ids where the protocol takes them. */
  prompt: 'auto' | 'ids' | 'text'
  /** Words of made-up text for each token wanted, where prompts go as text: what the model's tokenizer makes of them. */
  wordsPerToken: number
  /** A unique prefix on every prompt, against prefix caches. */
  salt: boolean
  temperature: number
  /** Further fields of the body, as the server names them. */
  extra: { readonly [field: string]: unknown }
  timeouts: Timeouts
}

/** Every client timer. Each ends the request with its own outcome. */
export interface Timeouts {
  connect: Nanos
  headers: Nanos
  firstToken: Nanos
  gap: Nanos
  total: Nanos
}

export interface LogSettings {
  tokens: 'all' | 'sampled' | 'none'
  /** Share of requests whose tokens are kept when `sampled`. */
  sample: number
  dir: string
}
