import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { ExitCode } from '../base/failure.ts'
import { fromSeconds } from '../base/nanos.ts'
import { loadScenario } from '../scenario/decode.ts'
import { type Fleet, startFleet } from '../sim/fleet.ts'
import { runLoaded } from './run-target.ts'
import type { Terminal } from './terminal.ts'

export interface DemoFlags {
  out?: string
  json?: true
  metrics?: string
  quiet?: true
}

const SCENARIO = fileURLToPath(new URL('../../scenarios/demo.yaml', import.meta.url))
/**
 * Fleet and generator share this machine's cores. Where the generator has to wait for its turn it is late, and the run
 * says so and is invalid: it goes first, the fleet last.
 */
const GENERATOR_NICE = -10
const FLEET_NICE = 10

/** Starts the replica again that the scenario kills. */
const SUPERVISOR = { after: fromSeconds(2), load: fromSeconds(3) }

/** The `demo` command. The fleet is stopped however it ends. */
export async function demonstrate(flags: DemoFlags, terminal: Terminal): Promise<ExitCode> {
  terminal.err('starting a simulated fleet of three replicas on this machine')
  const fleet = await startFleet({ replicas: 3, meterOutlives: true, restart: SUPERVISOR })
  try {
    for (const { pid } of fleet.replicas) renice(pid, FLEET_NICE)
    renice(process.pid, GENERATOR_NICE)
    const loaded = await loadScenario(SCENARIO, {
      overrides: [
        { path: 'targets', value: targetsOf(fleet), flag: 'demo' },
        { path: 'probes', value: JSON.stringify(probesOf(fleet)), flag: 'demo' },
      ],
    })
    const discovered = fleet.replicas.map(({ name }) => ({
      name,
      server: 'simulated',
      version: null,
      model: 'sim',
      maxModelLen: null,
    }))
    const exit = await runLoaded({ ...loaded, discovered, written: null }, flags, terminal)
    if (!flags.json) terminal.err(NEXT)
    return exit
  } finally {
    await fleet.stop()
  }
}

const targetsOf = (fleet: Fleet): string =>
  JSON.stringify(fleet.replicas.map(({ name, url }) => ({ name, url, protocol: 'openai-chat', model: 'sim' })))

/** The meter of the simulated GPUs runs on a port of its own, as a DCGM exporter does. */
const probesOf = ({ meterUrl }: Fleet) => [
  { name: 'engines', metrics: true, every: '1s' },
  { name: 'gpus', metrics: meterUrl, every: '500ms' },
]

/** Only a courtesy: most systems let nobody but root go first. */
function renice(pid: number, priority: number): void {
  try {
    setPriority(pid, priority)
  } catch {}
}

const NEXT = `
next
  open the report in a browser: it is one file and works offline
  tailgate run http://HOST:PORT        the same for a server of yours: vLLM, llama.cpp, Triton, …
  tailgate init http://HOST:PORT       a commented scenario for it, to make your own
  tailgate sim                         a simulated fleet that stays, to try scenarios on`
