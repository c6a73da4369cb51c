import type { FleetSettings } from '../../model/fleet.ts'

/** The fleet when the file says nothing of it: the targets as listed, by turns, and nobody is ever left out. */
export const PLAIN_FLEET: FleetSettings = {
  discover: null,
  gateway: false,
  replicaHeader: null,
  balance: { policy: 'round-robin', seed: '1', weights: {}, prefixTokens: 256, overload: 1.5 },
  health: null,
  ejection: null,
  retries: null,
  hedge: null,
}
