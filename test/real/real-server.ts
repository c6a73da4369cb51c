import type { ProtocolName } from '../../src/model/scenario.ts'
import type { Counts } from './counts.ts'
import type { Drill } from './drills/drill.ts'
import type { Samples } from './metrics-page.ts'
import type { Launch } from './running-process.ts'

/** A real inference server: how to get it, start it, and read its own counters. */
export interface RealServer {
  readonly name: string
  /** Packages with their versions, as installed. */
  readonly versions: string
  /** Of the kind that a small machine installs in minutes. */
  readonly light: boolean
  /** @throws Error naming the step that failed */
  install(folder: string): Promise<void>
  /** Names of the ports it needs; the first is the one that is loaded. */
  readonly ports: readonly string[]
  launch(folder: string, ports: readonly number[]): ServerLaunch
  /** What it is driven with: each is run in all four scenarios. */
  readonly surfaces: readonly Surface[]
  /** What the server counted between two readings of its metrics. */
  count(before: Samples, after: Samples, surface: Surface): Counts
  /** What is let go wrong, each with a server of its own. */
  readonly drills: readonly Drill[]
}

export interface ServerLaunch extends Launch {
  metrics: string
}

/** One protocol of a server, with the load that suits it. */
export interface Surface {
  name: string
  protocol: ProtocolName
  model: string
  /** The `dataset` of a scenario file. */
  dataset: object
  /** The `request` of a scenario file. */
  request: object
  /** Rate of the server scenario, and the rate offline is told to expect. */
  rate: number
  /** Shorter than any answer: LoadGen generates as many queries as would fit, and a run that uses them up is invalid. */
  expected: string
}
