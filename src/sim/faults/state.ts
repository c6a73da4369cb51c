/** What a fault may look at. */
export interface ReplicaState {
  /** Sequences in the engine's queue. */
  readonly waiting: number
}
