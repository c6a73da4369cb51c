import type { RealServer } from './real-server.ts'
import { REAL_SERVERS } from './servers/index.ts'

export interface Selected {
  server: RealServer
  /** Asked for by its name: what cannot be tried then has failed. */
  named: boolean
}

/**
 * The servers an argument list asks for: by name, `--light` for those that install in minutes, nothing for all.
 * @throws Error naming the servers there are
 */
export function selectServers(args: readonly string[]): Selected[] {
  const names = args.filter((arg) => arg !== '--light')
  const known = REAL_SERVERS.map(({ name }) => name)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new Error(`no server is called ${unknown}; there are ${known.join(', ')} and --light`)
  const light = args.includes('--light')
  return REAL_SERVERS.map((server) => ({ server, named: names.includes(server.name) })).filter(
    ({ server, named }) => named || args.length === 0 || (light && server.light),
  )
}
