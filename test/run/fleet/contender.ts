import { parentPort, workerData } from 'node:worker_threads'
import { systemClock } from '../../../src/base/clock.ts'
import { nanos } from '../../../src/base/nanos.ts'
import { FleetState, LOST } from '../../../src/run/fleet/fleet-state.ts'
import { stream } from '../../../src/stats/random/stream.ts'
import { uniform } from '../../../src/stats/random/uniform.ts'
import { balance } from './fake-fleet.ts'

/** A thread that sends to one replica as fast as it may, several requests at a time, half of which fail. */
const { memory, seed, rounds } = workerData as { memory: SharedArrayBuffer; seed: string; rounds: number }
const draws = stream(seed, 'outcomes')
const causes: string[] = []
const fleet = new FleetState({
  memory,
  settings: { ejection: { failures: 2, backoff: nanos(1000), longest: nanos(4000) }, balance: balance() },
  names: ['a'],
  clock: systemClock,
  tell: ({ state, because }) => causes.push(`${state}: ${because}`),
})
const open: number[] = []
const land = () => fleet.landed(0, 7, open.shift()!, uniform(draws) < 0.5 ? 'connect' : 'ok', null)
for (let round = 0; round < rounds; round++) {
  const pass = fleet.usable(0) ? fleet.took(0, 7) : LOST
  if (pass !== LOST) open.push(pass)
  if (open.length > 3 || (pass === LOST && open.length > 0)) land()
}
while (open.length > 0) land()
parentPort!.postMessage(causes)
