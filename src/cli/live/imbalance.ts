import { formatNumber, NONE } from '../../report/format.ts'
import type { LiveState } from './live-state.ts'

/** `imbalance 1.33 max/mean`, of what was sent to each replica lately: 1 is even. Nothing where there is only one. */
export function imbalanceTexts({ replicas }: LiveState): string[] {
  if (replicas.length === 0) return []
  const ratio = Math.max(...replicas.map(({ share }) => share)) * replicas.length
  return [`imbalance ${Number.isNaN(ratio) ? NONE : `${formatNumber(ratio)} max/mean`}`]
}
