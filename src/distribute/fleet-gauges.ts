/** The replicas as they are at any instant, by index; those that left keep theirs. */
export interface FleetGauges {
  readonly size: number
  name(replica: number): string
  /** Wire calls: of a request that is tried again, each is one. */
  inFlight(replica: number): number
  isGone(replica: number): boolean
}
