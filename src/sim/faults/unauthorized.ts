import { uvicornJson } from '../http/uvicorn.ts'
import type { MakeFault } from './fault.ts'

/** 401 for whoever does not bring the key, as `vllm serve --api-key` answers. */
export const unauthorized: MakeFault<'unauthorized'> = ({ apiKey }) => ({
  intercept({ headers, outlet }) {
    if (headers.authorization === `Bearer ${apiKey}`) return false
    uvicornJson(outlet, 401, { error: 'Unauthorized' })
    return true
  },
})
