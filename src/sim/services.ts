import type { Clock } from '../base/clock.ts'
import type { Pacemaker } from './engine/pacemaker.ts'
import type { Gpu } from './gpu/gpu.ts'
import type { VllmMetrics } from './metrics/vllm-metrics.ts'
import type { ReplicaSettings } from './settings.ts'

/** What the APIs of one replica share. */
export interface Services {
  readonly settings: ReplicaSettings
  readonly clock: Clock
  readonly engine: Pacemaker
  /** A second engine for tensors: batches of eight, one step each. */
  readonly tensors: Pacemaker
  readonly metrics: VllmMetrics
  readonly gpu: Gpu
  /** OpenAI answers under way. */
  readonly live: Set<{ abort(): void }>
  /** Counts requests, for seeds. */
  nextRequest(): number
}
