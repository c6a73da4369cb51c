import { FAULT_FOR, type FleetDrill } from '../fleet-drill.ts'

/** SIGSTOP and, after a while, SIGCONT: the port stays open, and nobody answers. */
export const hang: FleetDrill = {
  name: 'hang',
  fault: () => ({ signal: 'STOP', for: `${FAULT_FOR}s` }),
  // Whoever got a request into the hang gives it up.
  timeouts: { connect: '1s', headers: '3s', firstToken: '3s', gap: '3s', total: '15s' },
  steps: ['issued', 'confirmed', 'undone', 'ready', 'answers'],
  method: 'SIGSTOP',
  spares: true,
  hurt: ['hung', 'timeout_first', 'timeout_total', 'connect'],
}
