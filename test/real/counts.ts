/** What either side counted over one run, warm-up included. null: the server does not count it. */
export interface Counts {
  /** Answered in full. */
  requests: number | null
  promptTokens: number | null
  /** Of the prompt tokens, those the server took from its cache. */
  cachedTokens: number | null
  outputTokens: number | null
}
