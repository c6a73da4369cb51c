import { NS_PER_S } from '../../base/nanos.ts'
import type { HardwareSettings } from '../../model/economy-settings.ts'
import { requestFlops } from '../flops.ts'
import type { Slice } from '../slice.ts'
import { outputTokens, TIMINGS } from '../timing.ts'

export interface WindowWork {
  flops: number
  /** Keys and values of tokens that were read to make the next one. */
  contexts: number
}

/**
 * Work behind what came in the window, failed requests' too: prompts whose answer began in it, without the matrix
 * products of cached tokens, and the share of each answer that came in it. docs/methodology.md §1
 */
export function windowWork(
  { view: { requests, window, flow }, everything }: Slice,
  hardware: HardwareSettings,
): WindowWork {
  const shape = { params: hardware.parameters, layers: hardware.layers, attention: hardware.attentionWidth }
  const promptOf = TIMINGS['tokens.in'](requests)
  const output = outputTokens(requests)
  const work = { flops: 0, contexts: 0 }
  for (const row of everything) {
    const [prompt, tokens] = [promptOf(row) || 0, output(row)]
    if (tokens <= 0) continue
    const { prefill, decode } = requestFlops(shape, prompt, tokens)
    const began = Number.isNaN(requests.first_token[row]) ? requests.done[row] : requests.first_token[row]
    const cached = 2 * hardware.parameters * Math.max(0, requests.tokens_cached[row])
    if (began >= window.from && began < window.to) work.flops += prefill - cached
    const share = flow.inWindow[row] / tokens
    work.flops += decode * share
    work.contexts += ((tokens - 1) * prompt + ((tokens - 1) * tokens) / 2) * share
  }
  return work
}

/** Share of the replicas' peak arithmetic that the window's work is. docs/methodology.md §1 */
export function mfuOf({ flops }: WindowWork, slice: Slice, { peakFlops }: HardwareSettings, replicas: number): number {
  return flops / (seconds(slice) * peakFlops * replicas)
}

/**
 * Share of the replicas' peak bandwidth: all weights once in each step, and the keys and values each token looks back
 * on. null: bytes or bandwidth were not given. docs/methodology.md §1
 */
export function mbuOf(
  { contexts }: WindowWork,
  slice: Slice,
  { weightBytes, kvBytesPerToken, peakBytesPerSecond }: HardwareSettings,
  replicas: number,
  steps: number,
): number | null {
  if (weightBytes === null || kvBytesPerToken === null || peakBytesPerSecond === null) return null
  return (weightBytes * steps + contexts * kvBytesPerToken) / (seconds(slice) * peakBytesPerSecond * replicas)
}

const seconds = ({ view: { window } }: Slice): number => (window.to - window.from) / NS_PER_S
