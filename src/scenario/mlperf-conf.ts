import { OFFICIAL_SEEDS } from './mlperf-seeds.ts'

interface ModelLimits {
  samples: number
  accuracySamples?: number
  /** Samples an Offline run has at least; LoadGen's 100 where absent. */
  offlineMin?: number
  /** Server limits per token, in ms; they replace the limit on the whole latency. */
  ttft?: number
  tpot?: number
  /** Server limit on the whole latency, in ms. */
  latency?: number
  /** Judged by tokens, even where Server has no limits of its own. */
  tokens?: true
  /** Token times inferred from the whole latency with this factor. */
  inferred?: number
}

/** Limits of the language models of round v6.1, by the names its configuration uses; others run under `*` alone. */
const MODELS: { readonly [model: string]: ModelLimits } = {
  'llama2-70b': { samples: 24576, offlineMin: 24576, ttft: 2000, tpot: 200 },
  'llama2-70b-interactive': { samples: 24576, ttft: 450, tpot: 40 },
  'llama3_1-8b': { samples: 13368, offlineMin: 13368, ttft: 2000, tpot: 100 },
  'llama3_1-8b-interactive': { samples: 13368, ttft: 500, tpot: 30 },
  'llama3_1-8b-edge': { samples: 5000, offlineMin: 5000, tokens: true },
  'llama3_1-405b': { samples: 8313, offlineMin: 8313, ttft: 6000, tpot: 175 },
  'llama3_1-405b-interactive': { samples: 8313, ttft: 4500, tpot: 80 },
  'mixtral-8x7b': { samples: 15000, offlineMin: 15000, ttft: 2000, tpot: 200 },
  'deepseek-r1': { samples: 4388, offlineMin: 4388, ttft: 2000, tpot: 80 },
  'deepseek-r1-interactive': { samples: 4388, ttft: 1500, tpot: 15 },
  'gpt-oss-120b': { samples: 6396, accuracySamples: 4395, ttft: 3000, tpot: 80 },
  'gpt-oss-120b-interactive': { samples: 6396, accuracySamples: 4395, ttft: 2000, tpot: 15 },
  'qwen3-vl-235b-a22b': { samples: 48289, offlineMin: 48289, latency: 12_000 },
  whisper: { samples: 1633, offlineMin: 1633, tokens: true },
  gptj: { samples: 13368, offlineMin: 13368, latency: 20_000, inferred: 69 },
}

/** What holds for every model. */
const ALL_MODELS: { readonly [key: string]: number | string } = {
  '*.SingleStream.target_latency_percentile': 90,
  '*.SingleStream.min_duration': 600_000,
  '*.SingleStream.target_latency': 10,
  '*.MultiStream.target_latency_percentile': 99,
  '*.MultiStream.samples_per_query': 8,
  '*.MultiStream.min_duration': 600_000,
  '*.MultiStream.min_query_count': 662,
  '*.MultiStream.target_latency': 80,
  '*.Server.target_latency': 10,
  '*.Server.target_latency_percentile': 99,
  '*.Server.min_duration': 600_000,
  '*.Server.target_qps': 1,
  '*.Offline.min_duration': 600_000,
  '*.Offline.target_qps': 1,
  'dlrm-v3.Server.target_latency': 80,
}

/** The configuration built into LoadGen of round v6.1, as its `key = value` pairs: language models only. */
export const BUILT_IN_CONF: ReadonlyMap<string, string> = new Map(
  [...Object.entries(OFFICIAL_SEEDS['v6.1']).map(([key, seed]) => [`*.*.${key}`, seed]), ...Object.entries(ALL_MODELS)]
    .concat(Object.entries(MODELS).flatMap(([model, limits]) => entriesOf(model, limits)))
    .map(([key, value]) => [String(key), String(value)]),
)

function entriesOf(model: string, limits: ModelLimits): [string, number][] {
  const byTokens = limits.ttft !== undefined || limits.tokens === true
  const pairs: [string, number | undefined][] = [
    ['*.performance_sample_count_override', limits.samples],
    ['*.accuracy_sample_count_override', limits.accuracySamples],
    ['*.sample_concatenate_permutation', 1],
    ['*.use_token_latencies', byTokens ? 1 : undefined],
    ['*.infer_token_latencies', limits.inferred && 1],
    ['*.token_latency_scaling_factor', limits.inferred],
    ['Server.target_latency', limits.ttft === undefined ? limits.latency : 0],
    ['Server.ttft_latency', limits.ttft],
    ['Server.tpot_latency', limits.tpot],
    ['Offline.min_query_count', limits.offlineMin],
  ]
  return pairs.flatMap(([key, value]) => (value === undefined ? [] : [[`${model}.${key}`, value] as [string, number]]))
}
