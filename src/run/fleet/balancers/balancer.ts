/** What a policy may know of the request it places. */
export interface Ask {
  /** Number of the sample in the plan. */
  request: number
  /** Hash of the conversation; of the sample where the dataset knows none. */
  session: number
  /** Hash of the prompt's first tokens. */
  prefix: number
  /** A replica that another attempt of this request has tried, or −1: taken only where it is the only one. */
  not: number
}

/** What a policy may know of the replicas, by index. All workers of the run are counted. */
export interface FleetView {
  readonly size: number
  /** Ready, not ejected, not gone. */
  usable(replica: number): boolean
  /** Its source no longer names it: nobody, or somebody else, may be at its address. */
  isGone(replica: number): boolean
  inFlight(replica: number): number
  /** Tokens asked of it and not yet answered. */
  tokens(replica: number): number
  weight(replica: number): number
  name(replica: number): string
}

/**
 * Chooses who answers. Where no replica is usable all that are not gone count as usable, because a request must be seen to
 * fail; where all are gone, all.
 */
export interface Balancer {
  pick(ask: Ask): number
}
