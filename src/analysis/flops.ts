/** A transformer as its arithmetic sees it. */
export interface ModelShape {
  /** Parameters used in matrix products. */
  params: number
  layers: number
  /** Heads × head dimension. */
  attention: number
}

/**
 * Forward floating-point operations of one request: 2N per token, and 4·L·d per token and token of context before it,
 * causal. docs/methodology.md §1
 */
export function requestFlops(model: ModelShape, prompt: number, output: number): { prefill: number; decode: number } {
  const { params, layers, attention } = model
  const perContext = 4 * layers * attention
  // The answer's first token comes out of the prefill; each later one attends to all before it and itself.
  const decoded = Math.max(0, output - 1)
  const contexts = decoded * prompt + (decoded * (decoded + 1)) / 2
  return {
    prefill: 2 * params * prompt + (perContext * prompt * (prompt + 1)) / 2,
    decode: 2 * params * decoded + perContext * contexts,
  }
}

/** Model FLOP/s utilization: work per second over the peak. docs/methodology.md §1 */
export const mfu = (flopsPerRequest: number, requestsPerSecond: number, peakFlops: number): number =>
  (flopsPerRequest * requestsPerSecond) / peakFlops
