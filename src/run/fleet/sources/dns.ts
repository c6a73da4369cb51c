import { lookup as systemLookup } from 'node:dns/promises'
import { EXIT, Failure } from '../../../base/failure.ts'
import { NS_PER_MS } from '../../../base/nanos.ts'
import type { FleetSource } from '../../../model/fleet.ts'
import type { Member } from '../../replica.ts'
import { parseEndpoint } from '../../transport/endpoint.ts'
import { atAddress, spellAddress } from './at-address.ts'
import { Roster } from './roster.ts'
import type { ReplicaSource, SourceOptions } from './source.ts'

type Lookup = NonNullable<SourceOptions['lookup']>

const lookupAll: Lookup = (host) => systemLookup(host, { all: true })

/**
 * Every address of each target's host name is a replica, named by address and port; looked up again every so often. A
 * lookup that fails changes nothing. Of a host with IPv4 and IPv6 addresses only the former count: they lead to the same
 * servers.
 */
export function dnsSource({ every }: FleetSource & { kind: 'dns' }, options: SourceOptions): ReplicaSource {
  const { targets, note, lookup = lookupAll } = options
  const roster = new Roster()
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let trouble: string | null = null

  return { why: { joined: 'its name resolves to it', gone: 'its name no longer resolves to it' }, first, watch, stop }

  async function first(): Promise<Member[]> {
    const members = (await Promise.all(targets.map((target) => addressesOf(target, lookup)))).flat()
    return roster.update(members)
  }

  function watch(changed: (members: readonly Member[]) => void): void {
    if (isStopped) return
    timer = setTimeout(async () => {
      const members = await again()
      if (isStopped) return
      if (members !== null && roster.differs(members)) changed(roster.update(members))
      watch(changed)
    }, every / NS_PER_MS)
  }

  /** null, told once until a lookup succeeds, where one fails. */
  async function again(): Promise<Member[] | null> {
    try {
      const members = (await Promise.all(targets.map((target) => addressesOf(target, lookup)))).flat()
      trouble = null
      return members
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      if (trouble === null && !isStopped) note(`${error.message}; the fleet stays as it is`)
      trouble = error.message
      return null
    }
  }

  function stop(): void {
    isStopped = true
    clearTimeout(timer)
  }
}

async function addressesOf(member: Member, lookup: Lookup): Promise<Member[]> {
  const { host, port, isAddress } = parseEndpoint(member.target.url)
  const found = isAddress ? [{ address: host, family: 4 }] : await askFor(host, lookup)
  const fours = found.filter(({ family }) => family === 4)
  return (fours.length > 0 ? fours : found)
    .map(({ address }) => atAddress(member, spellAddress(address, port), address, port))
    .sort((a, b) => (a.target.name < b.target.name ? -1 : 1))
}

async function askFor(host: string, lookup: Lookup): Promise<readonly { address: string; family: number }[]> {
  const found = await lookup(host).catch((cause: NodeJS.ErrnoException) => {
    throw unresolved(`${host} was not resolved (${cause.code ?? cause.message})`, host, cause)
  })
  if (found.length === 0) throw unresolved(`${host} has no address`, host)
  return found
}

const unresolved = (message: string, host: string, cause?: Error): Failure =>
  new Failure('target.dns', message, {
    exit: EXIT.unreachable,
    hint: `check the host name in the URL; try: getent ahosts ${host}`,
    cause,
  })
