import { uvicornText } from '../http/uvicorn.ts'
import type { MakeFault } from './fault.ts'

/** Turns requests away while as many as the limit are waiting. */
export const reject: MakeFault<'reject'> = ({ status, queueLimit, retryAfter }) => ({
  intercept({ outlet }, state) {
    if (state.waiting < queueLimit) return false
    const message = `The server is overloaded: ${state.waiting} requests are waiting.`
    const type = status === 429 ? 'TooManyRequests' : 'ServiceUnavailableError'
    const body = JSON.stringify({ error: { message, type, param: null, code: status } })
    const extra = retryAfter === undefined ? [] : ['retry-after', String(retryAfter)]
    uvicornText(outlet, status, 'application/json', body, extra)
    return true
  },
})
