import type { Nanos } from '../../base/nanos.ts'
import { NS_PER_S } from '../../base/nanos.ts'
import type { EngineSettings } from './settings.ts'

/** What one step computes. */
export interface StepWork {
  readonly prefillTokens: number
  readonly sequences: number
}

/**
 * How long one step takes: reading the weights and computing prompt tokens overlap, so the slower of the two counts;
 * every sequence adds its own part. docs/simulated-fleet.md §2.
 *
 * @param normalDraw a standard normal draw, for the jitter
 */
export function stepTime(settings: EngineSettings, step: StepWork, normalDraw: number): Nanos {
  const prefill = (step.prefillTokens / settings.prefillRate) * NS_PER_S
  const exact = Math.max(settings.stepBase, prefill) + settings.stepPerSequence * step.sequences
  const jitter = Math.max(0.1, 1 + settings.jitter * normalDraw)
  return Math.round(exact * jitter) as Nanos
}
