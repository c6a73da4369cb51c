import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { canonical } from './sockets.ts'

/** The addresses of a host name, where they are this machine's; null when the host is another or unknown. */
export async function localAddresses(host: string): Promise<readonly string[] | null> {
  const addresses = isIP(host) ? [canonical(host)] : await resolved(host)
  const own = new Set(Object.values(networkInterfaces()).flatMap((list) => list?.map(addressOf) ?? []))
  const isLocal = (address: string) => own.has(address) || address.startsWith('127.') || address === '::1'
  return addresses.length > 0 && addresses.every(isLocal) ? addresses : null
}

const addressOf = ({ address }: { address: string }): string => canonical(address)

async function resolved(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(addressOf)
  } catch {
    return []
  }
}
