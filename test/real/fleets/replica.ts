import { cacheFolder } from '../cache.ts'
import type { RealServer } from '../real-server.ts'
import { RunningServer } from '../running-server.ts'
import { Relaunch } from './relaunch.ts'

/** One of the two servers of a fleet. */
export interface Replica {
  name: string
  up: RunningServer
  /** How Tailgate starts it again. */
  relaunch: Relaunch
}

/** The one that faults hit comes second: whoever breaks ties by order then does not spare it. */
export const VICTIM = 'replica-b'
const NAMES = ['replica-a', VICTIM]

/** Starts two of a server, one after the other: they share an install, and few cores. */
export async function startPair(server: RealServer): Promise<Replica[]> {
  const folder = cacheFolder(server.name)
  const pair: Replica[] = []
  try {
    for (const name of NAMES) {
      const up = await RunningServer.start(server, folder)
      pair.push({ name, up, relaunch: new Relaunch(up.launch) })
    }
    return pair
  } catch (error) {
    await stopPair(pair)
    throw error
  }
}

/** Ends both and whoever took their place. */
export async function stopPair(pair: readonly Replica[]): Promise<void> {
  for (const { up, relaunch } of pair) {
    await relaunch.stop()
    await up.stop()
  }
}
