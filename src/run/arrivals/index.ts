import type { Arrivals } from '../../model/scenario.ts'
import type { ArrivalInputs, ArrivalSource } from './arrivals.ts'
import { constant } from './constant.ts'
import { gamma } from './gamma.ts'
import { poisson } from './poisson.ts'
import { refuseUnpaced } from './refuse.ts'
import { stages } from './stages.ts'
import { trace } from './trace.ts'

type Process<K extends Arrivals['kind']> = (
  spec: Extract<Arrivals, { kind: K }>,
  inputs: ArrivalInputs,
) => ArrivalSource

/** Every arrival process of an open load, by the name scenario files use. */
export const ARRIVALS: { readonly [K in Arrivals['kind']]: Process<K> } = { constant, poisson, gamma, stages, trace }

/** Starts an arrival process. @throws Failure of exit `usage` when it could not go on or its inputs do not suffice */
export function startArrivals(spec: Arrivals, inputs: ArrivalInputs): ArrivalSource {
  refuseUnpaced(spec)
  const start = ARRIVALS[spec.kind] as Process<Arrivals['kind']>
  return start(spec as never, inputs)
}
