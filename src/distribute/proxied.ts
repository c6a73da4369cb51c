import type { Fault } from '../model/fault.ts'
import type { ProxyControl } from '../run/faults/proxy-control.ts'
import type { Member } from '../run/replica.ts'

export interface Proxied {
  members: readonly Member[]
  /** null: no fault needs one. */
  proxy: ProxyControl | null
  close(): Promise<void>
}

/**
 * Puts the embedded TCP proxy before every replica where a fault needs it: their addresses become its ports.
 * @throws Failure when it cannot listen
 */
export async function proxied(faults: readonly Fault[], members: readonly Member[]): Promise<Proxied> {
  if (!faults.some(({ action }) => action.kind === 'proxy')) return { members, proxy: null, close: async () => {} }
  const { startProxy } = await import('../run/faults/proxy/start-proxy.ts')
  const { urls, control, close } = await startProxy(members.map(({ target: { name, url } }) => ({ name, url })))
  return { members: members.map((member) => behind(member, urls.get(member.target.name))), proxy: control, close }
}

/** The server still hears the name it is known by, and still has to prove it. */
function behind({ target, access }: Member, url = target.url): Member {
  const { host, hostname } = new URL(target.url)
  const tls = access.tls ?? { ca: null, cert: null, key: null, insecure: false }
  return {
    target: { ...target, url },
    access: {
      ...access,
      headers: { host, ...access.headers },
      tls: target.url.startsWith('https:') ? { servername: hostname, ...tls } : access.tls,
    },
  }
}
