import { Failure } from '../base/failure.ts'
import type { FaultSettings } from './faults/fault.ts'
import type { FaultInjector } from './faults/injector.ts'
import type { Outlet } from './http/outlet.ts'
import type { Route } from './http/route.ts'
import { uvicornJson } from './http/uvicorn.ts'
import type { Truth } from './truth/truth.ts'

/** What no real server has: `GET /control/truth`, and `GET` and `POST /control/faults` with the whole list. */
export function controlRoutes(truth: Truth, faults: FaultInjector): readonly Route[] {
  return [
    route('GET', 'truth', (outlet) => uvicornJson(outlet, 200, truth.entries)),
    route('GET', 'faults', (outlet) => uvicornJson(outlet, 200, faults.settings)),
    route('POST', 'faults', (outlet, body) => {
      try {
        faults.set(JSON.parse(body.toString('utf8')) as FaultSettings[])
        uvicornJson(outlet, 200, faults.settings)
      } catch (error) {
        const hint = error instanceof Failure ? (error.hint ?? '') : 'Send a JSON list of faults.'
        uvicornJson(outlet, 400, { error: `${(error as Error).message} ${hint}` })
      }
    }),
  ]
}

function route(method: 'GET' | 'POST', name: string, handle: (outlet: Outlet, body: Buffer) => void): Route {
  const path = new RegExp(`^/control/${name}$`)
  return { method, path, inference: false, beside: true, handle: ({ outlet, body }) => handle(outlet, body) }
}
