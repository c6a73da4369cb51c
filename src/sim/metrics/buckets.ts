/** Bucket bounds as vLLM ships them; seconds unless they count tokens. */
export const FIRST_TOKEN = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560,
]

export const INTER_TOKEN = [
  0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80,
]

export const REQUEST_PHASE = [
  0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680,
]

export const STEP_TOKENS = [1, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384]

export const PREEMPTIONS = [1, 2, 3, 4, 5, 10, 20]

/** 1, 2 and 5 times powers of ten, up to the longest context. */
export function requestTokens(maxModelLen: number): number[] {
  const bounds: number[] = []
  for (let power = 1; power <= maxModelLen; power *= 10) {
    for (const digit of [1, 2, 5]) if (digit * power <= maxModelLen) bounds.push(digit * power)
  }
  return bounds
}
