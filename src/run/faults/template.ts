import { EXIT, Failure } from '../../base/failure.ts'
import { spellAddress } from '../fleet/sources/at-address.ts'
import { parseEndpoint } from '../transport/endpoint.ts'
import type { FaultTarget } from './director.ts'

/** What stands for what in the texts of a fault. */
export interface Places {
  replica: string
  host: string
  port: string
  url: string
  /** null: no process of this machine is known. */
  pid: string | null
}

/** A pod that has come back at another address is called by both in the log, and by its own name here. */
export function placesOf(target: FaultTarget, pid: number | null): Places {
  const { host, port } = parseEndpoint(target.url)
  const [replica] = target.name.split(`@${spellAddress(host, port)}`)
  return { replica, host, port: String(port), url: target.url, pid: pid === null ? null : String(pid) }
}

/** @throws Failure `fault.no-pid` where `{pid}` stands and there is none */
export function fill(text: string, places: Places): string {
  return text.replace(/\{(replica|host|port|url|pid)\}/g, (_, name: keyof Places) => {
    const value = places[name]
    if (value !== null) return value
    throw new Failure('fault.no-pid', `"${text}" wants a pid, but no process of this machine is ${places.replica}`, {
      exit: EXIT.usage,
      hint: 'only a replica that listens on an address of this machine has one',
    })
  })
}

export const fillAll = (argv: readonly string[], places: Places): string[] => argv.map((text) => fill(text, places))
