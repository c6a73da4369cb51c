import { existsSync } from 'node:fs'
import { EXIT, Failure } from '../base/failure.ts'
import { loadScenario, type ResolvedScenario } from '../scenario/decode.ts'
import { parseOverride } from '../scenario/overrides.ts'
import type { LoadedTarget } from './loaded-target.ts'
import { overridesOf, type ScenarioFlags } from './scenario-flags.ts'

export const isUrl = (target: string): boolean => /^https?:\/\//i.test(target)

/**
 * A scenario file for a command that sends nothing.
 * @throws Failure when a URL is given, or the file is wrong
 */
export function loadFile(file: string, flags: ScenarioFlags): Promise<ResolvedScenario> {
  if (!isUrl(file)) return loadScenario(file, { overrides: overridesOf(flags, parseOverride) })
  throw new Failure('usage.not-a-file', `expected a scenario file, got the URL ${file}; this command sends nothing`, {
    exit: EXIT.usage,
    hint: `make a scenario for it first: tailgate init ${file} -o scenario.yaml`,
  })
}

/** `localhost:8000`, which is a file only where there is one of that name. */
const isAddress = (target: string): boolean => /^[\w.-]+:\d+(\/|$)/.test(target)

function noScheme(target: string): Failure {
  const message = `expected a scenario file or a URL, got ${target}`
  return new Failure('usage.no-scheme', message, { exit: EXIT.usage, hint: `did you mean http://${target}?` })
}

/**
 * TARGET of a command line: a scenario file, or a bare URL that is asked what it is.
 * @throws Failure when the file is wrong, or nothing Tailgate speaks answers at the URL
 */
export async function loadTarget(target: string, flags: ScenarioFlags, env: NodeJS.ProcessEnv): Promise<LoadedTarget> {
  const overrides = overridesOf(flags, parseOverride)
  if (!isUrl(target) && isAddress(target) && !existsSync(target)) throw noScheme(target)
  if (!isUrl(target)) return { ...(await loadScenario(target, { overrides })), discovered: [], written: null }
  const { scenarioForUrl } = await import('./scenario-for-url.ts')
  return scenarioForUrl(target, overrides, env)
}
