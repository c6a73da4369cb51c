import type { Nanos } from '../../base/nanos.ts'
import { fromMillis } from '../../base/nanos.ts'

/** What the simulated accelerator can do. */
export interface EngineSettings {
  seed: string
  /** Most sequences computed together. */
  slots: number
  /** Tokens of all running sequences the KV cache holds. */
  kvTokens: number
  /** Prompt tokens computed per second. */
  prefillRate: number
  /** Most tokens one step computes, prompt chunks and decodes together. */
  stepTokens: number
  /** Least duration of a step: what reading the weights takes. */
  stepBase: Nanos
  /** Added to a step for each sequence in it. */
  stepPerSequence: Nanos
  /** Standard deviation of a step's duration as a share of it. */
  jitter: number
  /** Whether prompts that begin alike are computed once. */
  prefixCache: boolean
}

/** About 65 ms to the first token of a 512-token prompt on an idle replica, and 11–13 ms between tokens. */
export const DEFAULT_ENGINE: EngineSettings = {
  seed: '1',
  slots: 32,
  kvTokens: 131_072,
  prefillRate: 8000,
  stepTokens: 256,
  stepBase: fromMillis(10.8),
  stepPerSequence: fromMillis(0.2),
  jitter: 0.03,
  prefixCache: false,
}
