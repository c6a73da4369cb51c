/** When the queries of an open load are due, one after another. */
export interface ArrivalSource {
  /** Due time of the next query, integer ns since the run's zero, never before the last one's; Infinity: no more. */
  next(): number
  /** Length of the load by its own nature, ns; Infinity: a duration or a count must end it. */
  readonly length: number
}

/** Where an arrival process gets its seed and, to replay a trace, the trace's time stamps (ns since its first). */
export interface ArrivalInputs {
  seed: string
  stamps: Float64Array | null
}
