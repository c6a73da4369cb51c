import type { BlastRadius } from '../../model/impact.ts'

/**
 * What share of the requests in flight was lost, against the share of one replica of K: above 1 the fault reached beyond
 * the replica that was hit. Null with nothing in flight or K unknown. docs/methodology.md §8
 */
export function blastRadius(lost: number, inFlight: number, replicas: number | null): BlastRadius | null {
  if (inFlight === 0 || replicas === null || replicas === 0) return null
  return { lost: lost / inFlight, expected: 1 / replicas, ratio: (lost / inFlight) * replicas }
}
