import type { Outlet } from './outlet.ts'
import { uvicornJson } from './uvicorn.ts'

const LOADING = { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } }

/** What a server says whose port is open before its model is loaded. */
export function answerLoading(outlet: Outlet): void {
  uvicornJson(outlet, 503, LOADING)
}
