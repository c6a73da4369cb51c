import { EXIT, Failure } from '../base/failure.ts'
import type { FaultSettings } from './faults/fault.ts'
import { callControl } from './fleet-control.ts'
import { Keepsakes } from './keepsakes.ts'
import type { ReplicaOptions } from './settings.ts'
import { resolveReplica } from './settings.ts'
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
  /** From now on, until it ends, the replica has exactly these faults. */
  setFaults(name: string, faults: readonly FaultSettings[]): Promise<void>
  /** Ends every replica at once, and forgets what was kept. */
  stop(): Promise<void>
}

/**
 * Starts simulated replicas as child processes on 127.0.0.1 and waits until they serve. They end with this process.
 * @throws Failure when one cannot start; none is left behind then
 */
export async function startFleet(options: FleetOptions = {}): Promise<Fleet> {
  const { replicas: count = 3, ports = [], faultsOf = {}, restart = null, keepTruth, onChange, ...shared } = options
  const keepsakes = keepTruth ? new Keepsakes() : null
  const supervisors = Array.from({ length: count }, (_, i) => {
    const name = `replica-${i}`
    const settings = resolveReplica(name, ports[i] ?? 0, { ...shared, faults: faultsOf[name] ?? shared.faults ?? [] })
    return new Supervisor(settings, {
      policy: restart,
      truthFile: (life) => keepsakes?.truthFile(name, life) ?? null,
      onChange: (change, life) => onChange?.(name, change, life),
    })
  })
  const stop = async () => {
    await Promise.all(supervisors.map((supervisor) => supervisor.stop()))
    keepsakes?.remove()
  }
  try {
    await Promise.all(supervisors.map((supervisor) => supervisor.start()))
    return makeFleet(supervisors, keepsakes, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

function makeFleet(supervisors: readonly Supervisor[], keepsakes: Keepsakes | null, stop: Fleet['stop']): Fleet {
  const replicas = supervisors.map(describe)
  const of = (name: string): Supervisor => {
    const found = supervisors.find((supervisor) => supervisor.name === name)
    if (found) return found
    const hint = `There are: ${replicas.map((replica) => replica.name).join(', ')}.`
    throw new Failure('sim.unknown-replica', `No replica is named ${name}.`, { exit: EXIT.usage, hint })
  }
  const control = (name: string, what: 'truth' | 'faults', body?: unknown) =>
    callControl(describe(of(name)).url, what, body)
  return {
    replicas,
    stop,
    kill: async (name, signal) => of(name).current.kill(signal),
    restart: async (name) => of(name).restart(),
    ready: async (name) => of(name).ready,
    lives: (name) => of(name).lives,
    deaths: (name) => of(name).lives.filter(isOver),
    truth: async (name) => {
      if (keepsakes) return keepsakes.truth(name, of(name).lives.length)
      return (await control(name, 'truth')) as TruthEntry[]
    },
    setFaults: async (name, faults) => void (await control(name, 'faults', faults)),
  }
}

const describe = (supervisor: Supervisor): FleetReplica => ({
  name: supervisor.name,
  url: `http://127.0.0.1:${supervisor.port}`,
  get pid() {
    return supervisor.current.life.pid
  },
})
