/**
 * What either side counted over one run, warm-up included. null: this side does not count it. `promptTokens` are those
 * the server worked on: what it took from a prompt cache is not among them.
 */
export interface Counts {
  requests: number | null
  promptTokens: number | null
  outputTokens: number | null
}
