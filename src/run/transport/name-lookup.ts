import { type LookupAddress, lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import type { Clock } from '../../base/clock.ts'
import { NS_PER_S } from '../../base/nanos.ts'

/** A restarted replica may have a new address, so an answer is not kept for the length of a run. */
const KEEP = NS_PER_S

type Waiter = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void

/**
 * Looks the one host of a target up for many connections: those that ask together share one lookup, which otherwise
 * queue for the four threads Node has for them, and an answer holds for a second. Errors are not kept.
 */
export function sharedLookup(clock: Clock): LookupFunction {
  let known: LookupAddress[] = []
  let knownAt = Number.NEGATIVE_INFINITY
  let waiting: Waiter[] | null = null

  function ask(hostname: string, waiter: Waiter): void {
    if (clock() - knownAt < KEEP) return waiter(null, known)
    if (waiting !== null) {
      waiting.push(waiter)
      return
    }
    waiting = [waiter]
    lookup(hostname, { all: true }, (error, addresses) => {
      if (error === null) {
        known = addresses
        knownAt = clock()
      }
      const asked = waiting ?? []
      waiting = null
      for (const each of asked) each(error, addresses)
    })
  }

  return (hostname, { all }, callback) => {
    ask(hostname, (error, addresses) => {
      if (error !== null) callback(error, '')
      else if (all) callback(null, addresses)
      else callback(null, addresses[0].address, addresses[0].family)
    })
  }
}
