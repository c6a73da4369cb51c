import { uvicornText } from '../http/uvicorn.ts'
import type { MakeFault } from './fault.ts'

const PAGE = '<html>\n<head><title>Welcome</title></head>\n<body><h1>It works!</h1></body>\n</html>\n'

/** A web page where an answer was expected, as from a gateway that was set up wrongly. */
export const html: MakeFault<'html'> = ({ status = 200 }) => ({
  intercept({ outlet }) {
    uvicornText(outlet, status, 'text/html; charset=utf-8', PAGE)
    return true
  },
})
