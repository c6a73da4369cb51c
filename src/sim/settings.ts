import type { Nanos } from '../base/nanos.ts'
import { fromSeconds } from '../base/nanos.ts'
import type { EngineSettings } from './engine/settings.ts'
import { DEFAULT_ENGINE } from './engine/settings.ts'
import type { FaultSettings } from './faults/fault.ts'

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
}

export type ReplicaOptions = Partial<Omit<ReplicaSettings, 'name' | 'port' | 'engine'>> & {
  engine?: Partial<EngineSettings>
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
    ...options,
    seed: `${seed} ${name}`,
    engine: { ...DEFAULT_ENGINE, seed: `${seed} ${name}`, ...options.engine },
  }
}
