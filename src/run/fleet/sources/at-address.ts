import { isIPv6 } from 'node:net'
import type { Member, TargetAccess } from '../../replica.ts'
import { parseEndpoint } from '../../transport/endpoint.ts'

const NO_TLS: NonNullable<TargetAccess['tls']> = { ca: null, cert: null, key: null, insecure: false }

/** `10.0.0.7:8000`, `[fd00::7]:8000`. */
export const spellAddress = (address: string, port: number): string =>
  isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`

/**
 * A target at one of its addresses. It is still asked for by its own name, in the `Host` header and in TLS, because
 * proxies go by the one and certificates by the other.
 */
export function atAddress({ target, access }: Member, name: string, address: string, port: number): Member {
  const { secure, host, isAddress, hostHeader, basePath } = parseEndpoint(target.url)
  const url = `${secure ? 'https' : 'http'}://${spellAddress(address, port)}${basePath}`
  if (isAddress) return { target: { ...target, name, url }, access }
  const saysHost = Object.keys(access.headers).some((header) => header.toLowerCase() === 'host')
  const headers = saysHost ? access.headers : { host: hostHeader, ...access.headers }
  const tls = secure ? { servername: host, ...(access.tls ?? NO_TLS) } : access.tls
  return { target: { ...target, name, url }, access: { ...access, headers, tls } }
}
