import type { ProxyFault } from '../../model/fault.ts'

/** The embedded TCP proxy as faults see it. It lives in this process, so that whatever it does ends with it. */
export interface ProxyControl {
  /**
   * From now on the proxy does this, and only this, to the connections of a replica, those that are open included; null:
   * nothing. Resolves once it is so.
   * @throws Failure when the proxy does not stand in front of the replica
   */
  set(replica: string, fault: ProxyFault | null): Promise<void>
  /** What it does at the moment; undefined: it does not stand in front of this replica. */
  state(replica: string): ProxyFault | null | undefined
}
