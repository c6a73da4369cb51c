/** The seeds MLCommons published for each round of MLPerf Inference (docs/mlperf.md §2.1). */
export const OFFICIAL_SEEDS = {
  'v6.1': seeds('2085463073848966840', '2747215439041700203', '16159082839903944936'),
  'v6.0': seeds('2465351861681999779', '14276810075590677512', '3936089224930324775'),
  'v5.1': seeds('1780908523862526354', '14771362308971278857', '18209322760996052031'),
  'v5.0': seeds('6023615788873153749', '15036839855038426416', '9933818062894767841'),
} as const

export type Round = keyof typeof OFFICIAL_SEEDS

export interface RoundSeeds {
  qsl_rng_seed: string
  sample_index_rng_seed: string
  schedule_rng_seed: string
}

function seeds(qsl_rng_seed: string, sample_index_rng_seed: string, schedule_rng_seed: string): RoundSeeds {
  return { qsl_rng_seed, sample_index_rng_seed, schedule_rng_seed }
}
