import type { Discovered } from '../model/run-log.ts'
import { loadScenario, type ResolvedScenario } from '../scenario/decode.ts'
import { parseOverride } from '../scenario/overrides.ts'
import { overridesOf, type ScenarioFlags } from './scenario-flags.ts'

export interface LoadedTarget extends ResolvedScenario {
  discovered: readonly Discovered[]
  /** Set when TARGET was a URL: the scenario file made for it, to be shown and kept. */
  written: string | null
}

export const isUrl = (target: string): boolean => /^https?:\/\//i.test(target)

/**
 * TARGET of a command line: a scenario file, or a bare URL that is asked what it is.
 * @throws Failure when the file is wrong, or nothing Tailgate speaks answers at the URL
 */
export async function loadTarget(target: string, flags: ScenarioFlags, env: NodeJS.ProcessEnv): Promise<LoadedTarget> {
  const overrides = overridesOf(flags, parseOverride)
  if (!isUrl(target)) return { ...(await loadScenario(target, { overrides })), discovered: [], written: null }
  const { scenarioForUrl } = await import('./scenario-for-url.ts')
  return scenarioForUrl(target, overrides, env)
}
