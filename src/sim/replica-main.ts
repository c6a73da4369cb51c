/**
 * A replica as a process of its own. Its settings come over IPC, and it lives no longer than the channel: when the
 * parent is gone, however it went, so is the replica.
 */
import { Failure } from '../base/failure.ts'
import { Replica } from './replica.ts'
import type { ReplicaSettings } from './settings.ts'

export type ReplicaMessage = { ready: { port: number } } | { failed: { code: string; message: string; hint: string } }

const say = (message: ReplicaMessage) => process.send?.(message)

process.on('disconnect', () => process.exit(0))
// Ctrl-C goes to the whole process group; when a replica ends is for the fleet to say.
process.on('SIGINT', () => {})
process.once('message', (settings: ReplicaSettings) => void start(settings))

async function start(settings: ReplicaSettings): Promise<void> {
  try {
    const replica = new Replica(settings)
    const port = await replica.listen()
    process.once('SIGTERM', () => void replica.terminate().then(() => process.exit(0)))
    say({ ready: { port } })
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    say({ failed: { code: error.code, message: error.message, hint: error.hint ?? '' } })
  }
}
