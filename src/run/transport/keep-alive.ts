import { fromSeconds, type Nanos } from '../../base/nanos.ts'

const TIMEOUT = /\btimeout\s*=\s*"?(\d{1,9})/i

let lastHeader = ''
let lastLimit: Nanos | null = null

/** For how long a server keeps an idle connection, by its `Keep-Alive` header; null where it does not say. */
export function keepAliveOf(header: string | undefined): Nanos | null {
  if (header === undefined) return null
  if (header === lastHeader) return lastLimit
  const seconds = TIMEOUT.exec(header)?.[1]
  lastHeader = header
  lastLimit = seconds === undefined ? null : fromSeconds(Number(seconds))
  return lastLimit
}
