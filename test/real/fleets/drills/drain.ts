import type { FleetDrill } from '../fleet-drill.ts'

/** SIGTERM, and nobody starts it again. */
export const drain: FleetDrill = {
  name: 'drain',
  fault: () => ({ signal: 'TERM' }),
  timeouts: { gap: '10s' },
  steps: ['issued', 'confirmed'],
  method: 'SIGTERM',
  spares: false,
  hurt: ['truncated', 'reset', 'connect', 'hung', 'timeout_first', 'aborted', 'stream_error', 'http_5xx'],
}
