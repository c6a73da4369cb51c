import type { Discovered } from '../model/run-log.ts'
import type { ResolvedScenario } from '../scenario/decode.ts'

/** What TARGET of a command line stands for. */
export interface LoadedTarget extends ResolvedScenario {
  discovered: readonly Discovered[]
  /** Set when TARGET was a URL: the scenario file made for it, to be shown and kept. */
  written: string | null
}
