import { systemClock } from '../base/clock.ts'
import { Failure } from '../base/failure.ts'
import type { FaultSettings } from './faults/fault.ts'
import type { FaultInjector } from './faults/injector.ts'
import type { Gpu } from './gpu/gpu.ts'
import type { MeterFault } from './gpu/meter-fault.ts'
import type { Outlet } from './http/outlet.ts'
import type { Route } from './http/route.ts'
import { uvicornJson } from './http/uvicorn.ts'
import type { Truth } from './truth/truth.ts'

/**
 * What no real server has: `GET /control/truth`, `GET` and `POST /control/faults` with the whole list, and
 * `POST /control/meter` with a meter's fault or null.
 */
export function controlRoutes(truth: Truth, faults: FaultInjector, gpu: Gpu): readonly Route[] {
  return [
    route('GET', 'truth', (outlet) => uvicornJson(outlet, 200, truth.entries)),
    route('GET', 'faults', (outlet) => uvicornJson(outlet, 200, faults.settings)),
    route('POST', 'faults', (outlet, body) =>
      obey(outlet, () => {
        faults.set(JSON.parse(body.toString('utf8')) as FaultSettings[])
        return faults.settings
      }),
    ),
    route('POST', 'meter', (outlet, body) =>
      obey(outlet, () => {
        const fault = JSON.parse(body.toString('utf8')) as MeterFault | null
        gpu.setFault(fault, systemClock())
        return fault
      }),
    ),
  ]
}

function obey(outlet: Outlet, change: () => unknown): void {
  try {
    uvicornJson(outlet, 200, change())
  } catch (error) {
    const hint = error instanceof Failure ? (error.hint ?? '') : 'Send what docs/simulated-fleet.md says, as JSON.'
    uvicornJson(outlet, 400, { error: `${(error as Error).message} ${hint}` })
  }
}

function route(method: 'GET' | 'POST', name: string, handle: (outlet: Outlet, body: Buffer) => void): Route {
  const path = new RegExp(`^/control/${name}$`)
  return { method, path, inference: false, beside: true, handle: ({ outlet, body }) => handle(outlet, body) }
}
