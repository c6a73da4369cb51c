import { systemClock } from '../base/clock.ts'
import { EXIT, Failure } from '../base/failure.ts'
import type { FaultSettings } from './faults/fault.ts'
import { callControl } from './fleet-control.ts'
import type { MeterFault } from './gpu/meter-fault.ts'
import { startMeterServer } from './gpu/meter-server.ts'
import { Keepsakes, keepsakeFolder } from './keepsakes.ts'
import type { ReplicaOptions } from './settings.ts'
import { NOTHING_KEPT, resolveReplica } from './settings.ts'
import type { Death, Life } from './supervision/life.ts'
import { isOver } from './supervision/life.ts'
import type { Change, RestartPolicy } from './supervision/supervisor.ts'
import { Supervisor } from './supervision/supervisor.ts'
import type { TruthEntry } from './truth/entry.ts'

export interface FleetOptions extends ReplicaOptions {
  /** How many; 3 without. They are named replica-0, replica-1, … */
  replicas?: number
  /** One port per replica; free ones without. */
  ports?: readonly number[]
  /** Faults of one replica by its name, in place of `faults`. */
  faultsOf?: { readonly [name: string]: readonly FaultSettings[] }
  /** How a replica that ended comes back; without it, it stays dead unless `restart` is called. */
  restart?: RestartPolicy
  /** The truth of every life is kept in files until `stop`. */
  keepTruth?: boolean
  /** A DCGM exporter of all replicas' GPUs in this process, which goes on when a replica dies. */
  meterOutlives?: boolean
  /** Told whenever a replica begins to serve or has ended. */
  onChange?: (name: string, change: Change, life: Life) => void
}

export interface FleetReplica {
  readonly name: string
  readonly url: string
  /** Of the process that lives, or lived last. */
  readonly pid: number
}

export interface Fleet {
  readonly replicas: readonly FleetReplica[]
  /** Of the DCGM exporter; null without `meterOutlives`. */
  readonly meterUrl: string | null
  /** Sends a signal; resolves when the process has ended, at once for signals that end none. */
  kill(name: string, signal: NodeJS.Signals): Promise<void>
  /** Starts a replica again on its port, ended first where it lives; resolves when it serves. @throws Failure */
  restart(name: string): Promise<void>
  /** Resolves when the replica serves, as far as is known: a death is seen a moment after it. */
  ready(name: string): Promise<void>
  /** Every process the replica had, oldest first. */
  lives(name: string): readonly Life[]
  /** Those that ended. */
  deaths(name: string): readonly Death[]
  /** What a replica admitted and sent: with `keepTruth` in all its lives, without it in the one that lives. */
  truth(name: string): Promise<readonly TruthEntry[]>
  /**
   * J that the GPUs of all replicas, or of one, drew from one instant to another (CLOCK_MONOTONIC, ns): exact, dead
   * replicas at idle. @throws Failure without `keepTruth`, `meterOutlives` or `restart`
   */
  energy(from: number, to: number, name?: string): number
  /** From now on, until it ends, the replica has exactly these faults. */
  setFaults(name: string, faults: readonly FaultSettings[]): Promise<void>
  /** From now on the meter of the replica's GPU has this fault: the outliving one, or else the replica's own. */
  setMeterFault(name: string, fault: MeterFault | null): Promise<void>
  /** Ends every replica at once, and forgets what was kept. */
  stop(): Promise<void>
}

interface Member {
  readonly supervisor: Supervisor
  readonly kept: Keepsakes | null
}

/**
 * Starts simulated replicas as child processes on 127.0.0.1 and waits until they serve. They end with this process.
 * @throws Failure when one cannot start; none is left behind then
 */
export async function startFleet(options: FleetOptions = {}): Promise<Fleet> {
  const { keepTruth = false, meterOutlives = false, restart } = options
  const folder = keepTruth || meterOutlives || restart ? keepsakeFolder() : null
  const members = makeMembers(options, folder?.path ?? null)
  const gpus = members.flatMap(({ kept }) => kept?.gpu ?? [])
  const meter = meterOutlives ? await startMeterServer(gpus) : null
  const stop = async () => {
    meter?.close()
    await Promise.all(members.map(({ supervisor }) => supervisor.stop()))
    folder?.remove()
  }
  try {
    await Promise.all(members.map(({ supervisor }) => supervisor.start()))
    return makeFleet(members, meter?.url ?? null, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

function makeMembers(options: FleetOptions, folder: string | null): readonly Member[] {
  const {
    replicas = 3,
    ports = [],
    faultsOf = {},
    restart = null,
    keepTruth,
    meterOutlives,
    onChange,
    ...own
  } = options
  const since = systemClock()
  return Array.from({ length: replicas }, (_, i) => {
    const name = `replica-${i}`
    const settings = resolveReplica(name, ports[i] ?? 0, { ...own, faults: faultsOf[name] ?? own.faults ?? [] })
    const kept = folder === null ? null : new Keepsakes(folder, name, keepTruth === true, settings.gpu, since)
    const supervisor = new Supervisor(settings, {
      policy: restart,
      keep: () => kept?.nextLife() ?? NOTHING_KEPT,
      onChange: (change, life) => onChange?.(name, change, life),
    })
    return { supervisor, kept }
  })
}

function makeFleet(members: readonly Member[], meterUrl: string | null, stop: Fleet['stop']): Fleet {
  const replicas = members.map(({ supervisor }) => describe(supervisor))
  const of = (name: string): Member => {
    const found = members.find(({ supervisor }) => supervisor.name === name)
    if (found) return found
    const hint = `There are: ${replicas.map((replica) => replica.name).join(', ')}.`
    throw new Failure('sim.unknown-replica', `No replica is named ${name}.`, { exit: EXIT.usage, hint })
  }
  const control = (name: string, what: 'truth' | 'faults' | 'meter', body?: unknown) =>
    callControl(describe(of(name).supervisor).url, what, body)
  return {
    replicas,
    meterUrl,
    stop,
    kill: async (name, signal) => of(name).supervisor.current.kill(signal),
    restart: async (name) => of(name).supervisor.restart(),
    ready: async (name) => of(name).supervisor.ready,
    lives: (name) => of(name).supervisor.lives,
    deaths: (name) => of(name).supervisor.lives.filter(isOver),
    truth: async (name) => of(name).kept?.truth() ?? ((await control(name, 'truth')) as TruthEntry[]),
    energy: (from, to, name) => {
      const whose = name === undefined ? members : [of(name)]
      return whose.reduce((sum, { kept }) => sum + joules(kept, from, to), 0)
    },
    setFaults: async (name, faults) => void (await control(name, 'faults', faults)),
    setMeterFault: async (name, fault) => {
      const { kept } = of(name)
      if (meterUrl === null || kept === null) return void (await control(name, 'meter', fault))
      kept.gpu.catchUp()
      kept.gpu.gpu.setFault(fault, systemClock())
    },
  }
}

function joules(kept: Keepsakes | null, from: number, to: number): number {
  if (kept) return kept.gpu.joules(from, to)
  const hint = 'Start the fleet with keepTruth.'
  throw new Failure('sim.no-record', 'This fleet keeps no record of its energy.', { exit: EXIT.usage, hint })
}

const describe = (supervisor: Supervisor): FleetReplica => ({
  name: supervisor.name,
  url: `http://127.0.0.1:${supervisor.port}`,
  get pid() {
    return supervisor.current.life.pid
  },
})
