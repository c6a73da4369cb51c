import type { Nanos } from '../../../base/nanos.ts'
import type { Fault, FaultAction } from '../../../model/fault.ts'
import type { FaultTarget } from '../director.ts'
import type { ProxyControl } from '../proxy-control.ts'
import type { Undo } from '../undo.ts'

/** One way to harm one replica once. Made anew for every round. */
export interface Method {
  /** As the log calls it: `SIGKILL`, `docker pause`, `proxy delay`. */
  readonly name: string
  /** It did not take effect unless it is read back within this. */
  readonly patience: Nanos
  /**
   * The server ends by it: its coming back is watched from the read-back on, whoever starts it. What does not end is
   * watched once it is undone.
   */
  readonly ends: boolean
  /** How it is known that it took effect, in one phrase. */
  readonly readBack: string
  /** Finds out whom it would hit and whether it can be done. Harms nobody. @throws Failure when it cannot */
  prepare(): Promise<void>
  /** Does it. @param stamp called immediately before. @throws Failure when it could not be done */
  inject(stamp: () => void): Promise<void>
  /** Looks once whether it took effect. */
  confirm(): Promise<Seen>
  /** Of the replica's first process on this machine, known after `prepare`; null: none is known. */
  readonly pid: number | null
  /** Known after `prepare`; null: there is no taking it back. */
  readonly undo: Undo | null
  /** What it would do, and to whom, in one line; known after `prepare`. */
  describe(): string
}

export interface Seen {
  took: boolean
  /** Of what ends a server: it serves no more, so that whoever accepts on its port now is its successor. */
  gone?: boolean
  /** What was seen, for the log. */
  what: string
}

/** Whom a method is made for, and what it may need. */
export interface Mission<A extends FaultAction = FaultAction> {
  fault: Fault
  action: A
  target: FaultTarget
  /** The other replicas, which it must not hit. */
  others: readonly FaultTarget[]
  proxy: ProxyControl | null
}

export type Action<K extends FaultAction['kind']> = Extract<FaultAction, { kind: K }>
