/** How the reasons begin for which LoadGen's loops end before their plan; the seal's `because` keeps the whole of it. */
export const EARLY_ENDS = {
  exhausted: 'ran out of queries to issue',
  maxQueries: 'max_query_count reached',
  maxDuration: 'max_duration reached',
  outstanding: 'too many outstanding queries',
} as const
