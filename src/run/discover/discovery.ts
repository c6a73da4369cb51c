import type { ProtocolName, TensorInput } from '../../model/scenario.ts'
import type { TargetAccess } from '../replica.ts'

export interface DiscoverOptions extends TargetAccess {
  /** The model to look at, where there are several. */
  model: string | null
  /** The protocol to speak, where the server has several; null: as the server suggests. */
  protocol: ProtocolName | null
  /** For each question; a first answer may take longer, see `FIRST_ANSWER_MS`. */
  timeoutMs: number
}

/** What an endpoint is, as far as it tells. */
export interface Discovery {
  /** Without a slash, and without the `/v1` that people copy along. */
  baseUrl: string
  /** `vllm`, `sglang`, `llama.cpp`, `tgi`, `nim`, `triton`, `mlserver`; else `openai` or `kserve` for what it speaks. */
  server: string
  version: string | null
  models: readonly string[]
  /** The one to ask: as wanted, else the first that takes prompts. */
  model: string | null
  /** Most tokens of prompt and answer together. */
  maxModelLen: number | null
  protocol: ProtocolName
  streams: boolean
  /** Inputs of a tensor model with variable dimensions set to 1; empty when it declares none. */
  inputs: readonly TensorInput[]
  /** Takes tensors as raw bytes. */
  binary: boolean
  /** The health endpoint says so, or there is none. */
  ready: boolean
}
