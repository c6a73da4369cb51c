import { writeFileSync } from 'node:fs'
import type { Scenario } from '../model/scenario.ts'
import { describeLoad } from '../report/load-text.ts'
import { asDiscovered } from '../run/discover/discover.ts'
import { decodeScenario } from '../scenario/decode.ts'
import type { Override } from '../scenario/overrides.ts'
import { freeName } from './first-scenario/file-name.ts'
import { paceOf, survey } from './first-scenario/survey.ts'
import { writeUp } from './first-scenario/write-up.ts'
import type { LoadedTarget } from './loaded-target.ts'

/**
 * A scenario for a bare URL: asks it what it is, sends it a few requests to see how fast it is, and writes a scenario
 * with sensible load and bounds into the current folder.
 * @throws Failure when the URL cannot be driven
 */
export async function scenarioForUrl(
  url: string,
  overrides: readonly Override[],
  env: NodeJS.ProcessEnv,
): Promise<LoadedTarget> {
  const surveyed = await survey(url, overrides, env)
  paceOf(surveyed)
  const { text, said } = writeUp(surveyed)
  const file = freeName(surveyed.discovery.baseUrl)
  const resolved = decodeScenario(text, file, { overrides })
  const discovered = resolved.scenario.targets.map(({ name }) => asDiscovered(name, surveyed.discovery))
  const flags = overrides.length > 0 ? ' with the same flags' : ''
  const again = `tailgate run ${file}${flags}`
  const changed = overrides.length > 0 ? [withFlags(resolved.scenario)] : []
  return { ...resolved, discovered, written: [...said, ...changed, keep(file, text, again)].join('\n') }
}

/** What is run, where it is not what is written. */
function withFlags({ load, slo }: Scenario): string {
  const bounds = [...slo.request, ...slo.run].map(({ text }) => text)
  return `with your flags: ${describeLoad(load)}; ${bounds.join(', ')}`
}

/** A folder that cannot be written to is no reason not to run: the run keeps its scenario too. */
function keep(file: string, text: string, again: string): string {
  try {
    writeFileSync(file, text, { flag: 'wx' })
    return `written to ${file}; change it and run it again: ${again}`
  } catch (error) {
    return `the scenario could not be written to ${file}: ${(error as Error).message}`
  }
}
