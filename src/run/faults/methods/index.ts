import type { FaultAction } from '../../../model/fault.ts'
import type { Method, Mission } from './method.ts'
import { ProcessMethod } from './process.ts'

/** Every way to do harm, by the name scenario files use. */
export const METHODS: { readonly [K in FaultAction['kind']]?: new (mission: Mission<never>) => Method } = {
  process: ProcessMethod,
}

/** One round of a fault on one replica. */
export function createMethod(mission: Mission): Method {
  const Kind = METHODS[mission.action.kind] as new (mission: Mission) => Method
  return new Kind(mission)
}
