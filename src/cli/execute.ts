import { availableParallelism } from 'node:os'
import { EXIT, Failure } from '../base/failure.ts'
import { type RunEnd, runScenario, type Watch } from '../distribute/run.ts'
import { makeFolder, writeText } from '../log/part.ts'
import type { Discovered } from '../model/run-log.ts'
import type { Scenario } from '../model/scenario.ts'
import { readAccess, readProbes } from './access.ts'
import { runFolder } from './run-folder.ts'
import { version } from './version.ts'

export interface Execution {
  scenario: Scenario
  fingerprint: string
  /** The scenario as a file the user can keep; stored beside the log. */
  file: string
  baseDir: string
  discovered: readonly Discovered[]
  out: string | undefined
  signal: AbortSignal
  watch: Watch | undefined
}

/**
 * Runs a scenario into a fresh folder, which is named before anything is sent.
 * @param named told the folder, so that it can be said even of a run that fails
 */
export async function execute(execution: Execution, named: (folder: string) => void): Promise<RunEnd> {
  const { scenario, fingerprint, baseDir, discovered, signal, watch } = execution
  if (scenario.faults.length > 0 && !scenario.allowFaults) throw notAllowed(scenario)
  const access = await readAccess(scenario.targets, process.env)
  const probes = readProbes(scenario.probes, process.env)
  const folder = runFolder(execution.out ?? scenario.log.dir, scenario.name, fingerprint, new Date())
  named(folder)
  makeFolder(folder)
  writeText(folder, 'scenario.yaml', execution.file)
  return runScenario({
    scenario,
    fingerprint,
    baseDir,
    targets: scenario.targets.map((target, i) => ({ target, access: access[i] })),
    probes,
    folder,
    version: version(),
    discovered,
    lanes: lanesOf(scenario),
    signal,
    ...(watch === undefined ? {} : { watch }),
  })
}

function notAllowed({ faults }: Scenario): Failure {
  const names = faults.map(({ name }) => name).join(', ')
  return new Failure('fault.not-allowed', `the scenario injects faults (${names}), which nobody has allowed`, {
    exit: EXIT.usage,
    hint: 'see what they would do with --dry-run; then give --allow-faults, or write allowFaults: true into the scenario',
  })
}

/** `auto`: one core is left for the log and the view. */
function lanesOf(scenario: Scenario): number {
  return scenario.workers === 'auto' ? Math.max(1, availableParallelism() - 1) : scenario.workers
}
