import { type Nanos, NS_PER_MS, NS_PER_S } from '../../base/nanos.ts'

export interface Pooled {
  /** It has carried a whole answer; a connection that was only opened ahead has not. */
  readonly served: boolean
  /** When its last answer ended or it was opened. */
  readonly idleSince: Nanos
  /** For how long its server announced to keep it idle; null: it did not say. */
  readonly keptFor: Nanos | null
  /** Closed while idle, by either side. */
  readonly gone: boolean
  destroy(): void
}

/** Common servers close a connection that was idle for 5 s; a request sent just then is lost through no fault of theirs. */
const LONGEST_REST = 4 * NS_PER_S

/** Of the time a server announces; the remainder is for the way there. */
const SAFE_SHARE = 0.8

/** Some servers promise to keep a connection and close it within this time of the answer. */
const EARLY = 100 * NS_PER_MS

/** Such a close is under way some 10 µs after the answer: connections to such a server rest before they are reused. */
const REST = 10 * NS_PER_MS

/** Open connections that carry no request, last in first out, so that the warmest is used and the rest may age. */
export class IdlePool<T extends Pooled> {
  private readonly stack: T[] = []
  private rest = 0

  put(connection: T): void {
    this.stack.push(connection)
  }

  take(now: Nanos): T | undefined {
    if (this.rest > 0) return this.takeRested(now)
    for (;;) {
      const connection = this.stack.pop()
      if (connection === undefined || isUsable(connection, now)) return connection
    }
  }

  /** The server ended a connection between two answers, or before the first byte of the second. */
  ended(connection: T, now: Nanos): void {
    if (connection.served && now - connection.idleSince < EARLY) this.rest = REST
  }

  private takeRested(now: Nanos): T | undefined {
    for (let i = this.stack.length - 1; i >= 0; i--) {
      const connection = this.stack[i]
      if (connection.served && now - connection.idleSince < this.rest && !connection.gone) continue
      this.stack.splice(i, 1)
      if (isUsable(connection, now)) return connection
    }
    return undefined
  }
}

function isUsable(connection: Pooled, now: Nanos): boolean {
  if (connection.gone) return false
  if (!connection.served || now - connection.idleSince < longestRest(connection)) return true
  connection.destroy()
  return false
}

function longestRest({ keptFor }: Pooled): number {
  return keptFor === null ? LONGEST_REST : Math.min(LONGEST_REST, SAFE_SHARE * keptFor)
}
