import { uvicornJson } from '../http/uvicorn.ts'
import type { MakeFault } from './fault.ts'

/** An error status at once, in vLLM's body. */
export const httpError: MakeFault<'http-error'> = ({ status = 500 }) => ({
  intercept({ outlet }) {
    const error = { message: 'Internal server error', type: 'InternalServerError', param: null, code: status }
    uvicornJson(outlet, status, { error })
    return true
  },
})
