import { FAULT_FOR, type FleetDrill } from '../fleet-drill.ts'

/** SIGKILL; started again after a while by the command it was started with. */
export const kill: FleetDrill = {
  name: 'kill',
  fault: ({ relaunch }) => ({ signal: 'KILL', for: `${FAULT_FOR}s`, restart: relaunch.argv }),
  timeouts: { gap: '10s' },
  steps: ['issued', 'confirmed', 'restarted', 'port-open', 'ready', 'answers'],
  method: 'SIGKILL',
  spares: false,
  hurt: ['truncated', 'reset', 'connect'],
}
