import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { EXIT, type ExitCode } from '../base/failure.ts'
import type { Scenario } from '../model/scenario.ts'
import { scenarioYaml } from '../scenario/scenario-file.ts'
import { execute } from './execute.ts'
import { exitCodeOf } from './exit-code.ts'
import { interruptSignal } from './interrupt.ts'
import type { LiveView } from './live/index.ts'
import { loadTarget } from './load-target.ts'
import type { LoadedTarget } from './loaded-target.ts'
import { resultLine } from './result-line.ts'
import type { RunFlags } from './run-flags.ts'
import type { Terminal } from './terminal.ts'

/** The `run` command: load, run with a live view, read the log back, judge, report. */
export async function runTarget(target: string, flags: RunFlags, terminal: Terminal): Promise<ExitCode> {
  const loaded = await loadTarget(target, flags, process.env)
  for (const warning of loaded.warnings) terminal.err(`warning: ${warning}`)
  if (loaded.written !== null) terminal.err(loaded.written)
  if (flags.dryRun !== true) return runLoaded(loaded, flags, terminal)
  const { dryRun } = await import('./dry-run.ts')
  await dryRun(loaded, flags.json === true, terminal)
  return EXIT.pass
}

/** From a resolved scenario to an exit code. */
export async function runLoaded(loaded: LoadedTarget, flags: RunFlags, terminal: Terminal): Promise<ExitCode> {
  const { scenario, fingerprint, discovered } = loaded
  const view = await viewOf(scenario, flags, terminal)
  let folder = ''
  const tellKept = () => {
    if (existsSync(join(folder, 'requests/000000.parquet'))) terminal.err(`what was recorded lies in ${folder}`)
  }
  const interrupt = interruptSignal(
    () => view.say('stopping: draining what is open; interrupt again to quit at once'),
    tellKept,
  )
  try {
    const end = await execute(
      {
        scenario,
        fingerprint,
        file: scenarioYaml(scenario),
        baseDir: process.cwd(),
        discovered,
        out: flags.out,
        signal: interrupt.signal,
        watch: view.watch,
      },
      (name) => {
        folder = name
      },
    )
    await view.close()
    if (flags.quiet !== true) terminal.err('reading the log back')
    return await conclude(end.folder, flags, terminal)
  } catch (error) {
    await view.close()
    tellKept()
    throw error
  } finally {
    interrupt.release()
  }
}

/** Where nobody looks, the view's code is not even loaded: the first request does not wait for it. */
async function viewOf(scenario: Scenario, flags: RunFlags, terminal: Terminal): Promise<LiveView> {
  if (flags.quiet === true && flags.metrics === undefined) {
    return { watch: undefined, say: terminal.err, close: async () => {} }
  }
  const { openLiveView } = await import('./live/index.ts')
  return openLiveView({ scenario, terminal, quiet: flags.quiet === true, metrics: flags.metrics })
}

/** Reads the log back and says what it says: the same words as `tailgate report` would. */
async function conclude(folder: string, flags: RunFlags, terminal: Terminal): Promise<ExitCode> {
  const { readRun } = await import('./read-run.ts')
  const { writeViews } = await import('./views.ts')
  const run = await readRun(folder)
  const html = await writeViews(folder, run.report)
  const exit = exitCodeOf(run.verdict, run.log.seal)
  if (flags.json) {
    terminal.out(resultLine(folder, run, exit))
    return exit
  }
  const { RENDERERS } = await import('../report/renderers/index.ts')
  terminal.out(RENDERERS.terminal.render(run.report, { width: terminal.width, color: terminal.outColor }))
  terminal.err(`report  ${html}`)
  terminal.err(`again   tailgate run ${folder}/run.json`)
  return exit
}
