import type { Rule } from './rule.ts'

/** A fault that took effect and touched no request shows nothing of what it would do to one. docs/methodology.md §8 */
export const faultHitNobody: Rule = ({ analysis: { impacts } }) => {
  const idle = impacts.filter(({ hits, estimated }) => hits?.n === 0 && !estimated)
  if (idle.length === 0) return []
  const [{ fault, round }] = idle
  const more = idle.length > 1 ? ` and ${idle.length - 1} more` : ''
  return [
    {
      severity: 'warning',
      message: `fault ${fault}, round ${round + 1}${more}, took effect and hit no request: nothing was in flight on the replica and nothing was sent to it`,
      fix: 'more load, or a fault that reaches connections which are already open (the proxy’s “refuse” does not)',
    },
  ]
}
