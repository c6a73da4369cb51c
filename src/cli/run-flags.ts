import type { ScenarioFlags } from './scenario-flags.ts'

/** What the command line of a run may say. */
export interface RunFlags extends ScenarioFlags {
  out?: string
  json?: true
  quiet?: true
  metrics?: string
  dryRun?: true
}
