/** What a replica costs; a run keeps its copy. */
export interface Prices {
  /** US dollars an hour and replica, GPUs counted in. */
  usdPerReplicaHour: number
  /** Where it came from: per replica, or per GPU times GPUs. */
  basis: { per: 'replica' } | { per: 'gpu'; usd: number; gpus: number }
  terms: 'on-demand' | 'committed' | 'spot'
  /** ISO date of the price list. */
  date: string
  source: string
  /** How far the price may be off, relative; 0 where it is a contract. */
  uncertainty: number
}

export const ENERGY_SCOPES = ['gpu', 'gpu+cpu+dram', 'node'] as const
export type EnergyScope = (typeof ENERGY_SCOPES)[number]

export interface EnergySettings {
  scope: EnergyScope
  /** Readings' sources that are the meter; null: all that give energy or power. */
  meters: readonly string[] | null
  /** The machines serve nothing else: without it joules cannot be attributed. */
  exclusive: boolean
  /** Power usage effectiveness; null: no facility figure. */
  pue: number | null
  /** Watts of all replicas idle with the model loaded; null: measured before the load where the log has it. */
  idleWatts: number | null
  /** Relative error of the meter; null: 5 % for sampled power, 3 % for counters. */
  meterError: number | null
}

export interface CarbonSettings {
  /** Grams of CO2 equivalent per kWh. */
  gramsPerKwh: number
  kind: 'average' | 'marginal'
  zone: string
  source: string
  /** Grams per hour embodied in the hardware; null: not given. */
  embodiedGramsPerHour: number | null
}

/** The model's and the accelerators' numbers, for MFU and MBU. */
export interface HardwareSettings {
  /** Active parameters used in matrix multiplications. */
  parameters: number
  layers: number
  /** Heads times head dimension. */
  attentionWidth: number
  /** Bytes of a weight, and of keys and values per token; null: no MBU. */
  weightBytes: number | null
  kvBytesPerToken: number | null
  /** Of one replica: all its accelerators. */
  peakFlops: number
  peakBytesPerSecond: number | null
}
