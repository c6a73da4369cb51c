import type { Member } from '../../replica.ts'

/** Where replicas come from when the scenario does not list them all. */
export interface ReplicaSource {
  /** Why a replica that appears joins, and why one that is missed is gone; for events. */
  readonly why: { joined: string; gone: string }
  /** @throws Failure when the source cannot be asked or knows no replica */
  first(): Promise<Member[]>
  /** From now on tells all members whenever they are others than before. To be called once, after `first`. */
  watch(changed: (members: readonly Member[]) => void): void
  stop(): void
}

export interface SourceOptions {
  /** The scenario's targets with their secrets: the patterns of what is found. */
  targets: readonly Member[]
  /** Hears of trouble that leaves the fleet as it is. */
  note(text: string): void
  /** Instead of the system's lookup of names. */
  lookup?: (host: string) => Promise<readonly { address: string; family: number }[]>
  /** Instead of `kubectl` in the path. */
  kubectl?: string
  /** Milliseconds until a watch that ended is begun again, 1000; doubled with each failure. */
  retryMillis?: number
}
