import { availability } from './availability.ts'
import { concurrency } from './concurrency.ts'
import { goodput } from './goodput.ts'
import { interactivity } from './interactivity.ts'
import { itl } from './itl.ts'
import { lag } from './lag.ts'
import { latency } from './latency.ts'
import { lengths } from './lengths.ts'
import type { Lens } from './lens.ts'
import { peers } from './peers.ts'
import { queryLatency } from './query-latency.ts'
import { stall } from './stall.ts'
import { throughput } from './throughput.ts'
import { tokenRates } from './token-rates.ts'
import { tpot } from './tpot.ts'
import { ttft } from './ttft.ts'

export const LENSES = {
  ttft,
  latency,
  queryLatency,
  tpot,
  itl,
  stall,
  lag,
  throughput,
  tokenRates,
  goodput,
  availability,
  interactivity,
  concurrency,
  lengths,
  peers,
} as const satisfies { readonly [name: string]: Lens }
