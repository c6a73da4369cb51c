import { analysis } from './analysis.ts'
import { bursts } from './bursts.ts'
import { cpuPerToken } from './cpu-per-token.ts'
import { faults, silentFaults } from './faults.ts'
import { fleetOverhead } from './fleet-overhead.ts'
import type { Measure } from './measure.ts'
import { memory } from './memory.ts'
import { openLoop } from './open-loop.ts'
import { openStreams } from './open-streams.ts'
import { pacedStreams } from './paced-streams.ts'
import { plainRequests } from './plain-requests.ts'
import { stall } from './stall.ts'
import { start } from './start.ts'

/** Every piece of the bench, in the order in which it runs. */
export const measures: readonly Measure[] = [
  cpuPerToken,
  fleetOverhead,
  bursts,
  plainRequests,
  openLoop,
  openStreams,
  pacedStreams,
  stall,
  faults,
  silentFaults,
  start,
  memory,
  analysis,
]
