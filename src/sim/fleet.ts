import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EXIT, Failure } from '../base/failure.ts'
import type { FaultSettings } from './faults/fault.ts'
import { callControl } from './fleet-control.ts'
import type { ReplicaMessage } from './replica-main.ts'
import type { ReplicaOptions, ReplicaSettings } from './settings.ts'
import { resolveReplica } from './settings.ts'
import type { TruthEntry } from './truth.ts'

export interface FleetOptions extends ReplicaOptions {
  /** How many; 3 without. They are named replica-0, replica-1, … */
  replicas?: number
  /** One port per replica; free ones without. */
  ports?: readonly number[]
  /** Faults of one replica by its name, in place of `faults`. */
  faultsOf?: { readonly [name: string]: readonly FaultSettings[] }
}

export interface FleetReplica {
  readonly name: string
  readonly url: string
  readonly pid: number
}

export interface Fleet {
  readonly replicas: readonly FleetReplica[]
  /** Sends a signal; resolves when the process has ended, at once for signals that end none. */
  kill(name: string, signal: NodeJS.Signals): Promise<void>
  /** What a living replica admitted and sent. */
  truth(name: string): Promise<readonly TruthEntry[]>
  /** From now on the replica has exactly these faults. */
  setFaults(name: string, faults: readonly FaultSettings[]): Promise<void>
  /** Ends every replica at once. */
  stop(): Promise<void>
}

/**
 * Starts simulated replicas as child processes on 127.0.0.1 and waits until they listen. They end with this process.
 * @throws Failure when one cannot start; none is left behind then
 */
export async function startFleet(options: FleetOptions = {}): Promise<Fleet> {
  const { replicas: count = 3, ports = [], faultsOf = {}, ...shared } = options
  const settings = Array.from({ length: count }, (_, i) => {
    const name = `replica-${i}`
    const faults = faultsOf[name] ?? shared.faults ?? []
    return resolveReplica(name, ports[i] ?? 0, { ...shared, faults })
  })
  const children = settings.map(spawnReplica)
  const stop = async () => void (await Promise.all(children.map((child) => end(child, 'SIGKILL'))))
  try {
    const started = await Promise.all(children.map((child, i) => ready(child, settings[i])))
    return makeFleet(started, children, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

function makeFleet(replicas: readonly FleetReplica[], children: readonly ChildProcess[], stop: Fleet['stop']): Fleet {
  const at = (name: string) => {
    const index = replicas.findIndex((replica) => replica.name === name)
    if (index >= 0) return index
    const hint = `There are: ${replicas.map((replica) => replica.name).join(', ')}.`
    throw new Failure('sim.unknown-replica', `No replica is named ${name}.`, { exit: EXIT.usage, hint })
  }
  return {
    replicas,
    stop,
    kill: async (name, signal) => {
      const child = children[at(name)]
      if (!LASTING.has(signal)) await end(child, signal)
      else child.kill(signal)
    },
    truth: async (name) => (await callControl(replicas[at(name)].url, 'truth')) as TruthEntry[],
    setFaults: async (name, faults) => void (await callControl(replicas[at(name)].url, 'faults', faults)),
  }
}

/** Signals a replica outlives. */
const LASTING: ReadonlySet<NodeJS.Signals> = new Set(['SIGSTOP', 'SIGCONT', 'SIGINT'])

/** The same file extension as this module's: sources run as they are, and so does what is built of them. */
const MAIN = fileURLToPath(new URL(`./replica-main${extname(import.meta.url)}`, import.meta.url))

function spawnReplica(settings: ReplicaSettings): ChildProcess {
  const child = fork(MAIN, [], {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  child.send(settings)
  return child
}

async function ready(child: ChildProcess, settings: ReplicaSettings): Promise<FleetReplica> {
  const gone = once(child, 'exit').then(([code]): ReplicaMessage => {
    const message = `The replica ${settings.name} ended with code ${code} before it listened.`
    return { failed: { code: 'sim.start', message, hint: 'Its own words are above.' } }
  })
  const message = await Promise.race([once(child, 'message').then(([said]) => said as ReplicaMessage), gone])
  if ('ready' in message) {
    return { name: settings.name, url: `http://127.0.0.1:${message.ready.port}`, pid: child.pid! }
  }
  const { code, message: text, hint } = message.failed
  throw new Failure(code, text, { exit: EXIT.usage, hint })
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
}
