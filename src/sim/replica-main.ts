/**
 * A replica as a process of its own. Its settings come over IPC, and it lives no longer than the channel: when the
 * parent is gone, however it went, so is the replica.
 */
import { setPriority } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { systemClock } from '../base/clock.ts'
import { Failure } from '../base/failure.ts'
import type { Nanos } from '../base/nanos.ts'
import { NS_PER_MS, NS_PER_S } from '../base/nanos.ts'
import { Replica } from './replica.ts'
import type { ReplicaSettings } from './settings.ts'

export type ReplicaMessage =
  /** The port accepts. */
  | { listening: { port: number; at: Nanos } }
  /** It serves. */
  | { ready: { at: Nanos } }
  | { failed: { code: string; message: string; hint: string } }

/** How long a life after the first tries to get its old port back: a client's own end may sit on it for a moment. */
const PORT_PATIENCE = 10 * NS_PER_S
const PORT_PAUSE_MS = 20

const say = (message: ReplicaMessage) => process.send?.(message)

process.on('disconnect', () => process.exit(0))
// Ctrl-C goes to the whole process group; when a replica ends is for the fleet to say.
process.on('SIGINT', () => {})
process.once('message', (settings: ReplicaSettings) => void start(settings))

async function start(settings: ReplicaSettings): Promise<void> {
  try {
    if (settings.nice !== null) yieldTo(settings.nice)
    const replica = new Replica(settings)
    process.once('SIGTERM', () => void replica.terminate().then(() => process.exit(0)))
    if (!settings.earlyPort) await setTimeout(settings.load / NS_PER_MS)
    const port = await listen(replica, settings)
    say({ listening: { port, at: systemClock() } })
    if (settings.earlyPort) await replica.load(settings.load)
    say({ ready: { at: systemClock() } })
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    say({ failed: { code: error.code, message: error.message, hint: error.hint ?? '' } })
  }
}

async function listen(replica: Replica, { life }: ReplicaSettings): Promise<number> {
  const patience = life === 0 ? 0 : PORT_PATIENCE
  for (const began = systemClock(); ; await setTimeout(PORT_PAUSE_MS)) {
    try {
      return await replica.listen()
    } catch (error) {
      if (systemClock() - began >= patience) throw error
    }
  }
}

/** Only a courtesy: not every system lets everyone. */
function yieldTo(nice: number): void {
  try {
    setPriority(nice)
  } catch {}
}
