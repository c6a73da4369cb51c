import type { Nanos } from '../base/nanos.ts'
import { fromSeconds, nanos } from '../base/nanos.ts'
import type { EngineSettings } from './engine/settings.ts'
import { DEFAULT_ENGINE } from './engine/settings.ts'
import type { FaultSettings } from './faults/fault.ts'
import type { GpuHistory } from './gpu/gpu.ts'
import type { GpuSettings } from './gpu/settings.ts'
import { DEFAULT_GPU } from './gpu/settings.ts'

/** Everything one replica depends on. */
export interface ReplicaSettings {
  name: string
  /** 0: any free one. */
  port: number
  /** The name its OpenAI API answers to. */
  model: string
  /** Most tokens of prompt and answer together. */
  maxModelLen: number
  engine: EngineSettings
  gpu: GpuSettings
  /** What its GPU did before this life; null: it is switched on now. */
  gpuHistory: GpuHistory | null
  /** Where every step's power is kept, so that it survives the process; null: nowhere. */
  powerFile: string | null
  seed: string
  /** Mean length of answers that may end by themselves; Infinity: they never do. */
  naturalTokens: number
  /** Tokens per event, after the first. */
  streamInterval: number
  /** Share of tokens that are half a character and have no text. */
  halfCharacters: number
  faults: readonly FaultSettings[]
  /** How long idle connections are kept. */
  keepAlive: Nanos
  /** On SIGTERM: end every OpenAI answer with `abort`, or let all answers run to their end. */
  onTerminate: 'abort' | 'drain'
  /** How many requests the truth goes back. */
  truthRequests: number
  /** Where the truth is also kept, note by note, so that it survives the process; null: nowhere. */
  truthFile: string | null
  /** Counts the processes of this replica: 0 is the first. */
  life: number
  /** How long the model takes to load before anything is served. */
  load: Nanos
  /** The port is open while the model loads, and everything is answered with 503; otherwise it refuses until then. */
  earlyPort: boolean
  /** Priority of its process as of `nice`; null: that of the parent. */
  nice: number | null
}

/** What only a fleet knows. */
type Kept = 'life' | 'truthFile' | 'powerFile' | 'gpuHistory'

export type KeptSettings = Pick<ReplicaSettings, Kept>

export const NOTHING_KEPT = { truthFile: null, powerFile: null, gpuHistory: null } as const

export type ReplicaOptions = Partial<Omit<ReplicaSettings, 'name' | 'port' | 'engine' | 'gpu' | Kept>> & {
  engine?: Partial<EngineSettings>
  gpu?: Partial<GpuSettings>
}

export function resolveReplica(name: string, port: number, options: ReplicaOptions): ReplicaSettings {
  const seed = options.seed ?? '1'
  return {
    name,
    port,
    model: 'sim',
    maxModelLen: 32_768,
    naturalTokens: 256,
    streamInterval: 1,
    halfCharacters: 0,
    faults: [],
    keepAlive: fromSeconds(5),
    onTerminate: 'abort',
    truthRequests: 20_000,
    ...NOTHING_KEPT,
    life: 0,
    load: nanos(0),
    earlyPort: false,
    nice: null,
    ...options,
    seed: `${seed} ${name}`,
    gpu: { ...DEFAULT_GPU, ...options.gpu },
    engine: { ...DEFAULT_ENGINE, seed: `${seed} ${name}`, ...options.engine },
  }
}
