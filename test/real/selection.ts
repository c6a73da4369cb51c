import type { RealServer } from './real-server.ts'
import { REAL_SERVERS } from './servers/index.ts'

/**
 * The servers an argument list asks for: by name, `--light` for those that install in minutes, nothing for all.
 * @throws Error naming the servers there are
 */
export function selectServers(args: readonly string[]): readonly RealServer[] {
  const names = args.filter((arg) => arg !== '--light')
  const known = REAL_SERVERS.map(({ name }) => name)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new Error(`no server is called ${unknown}; there are ${known.join(', ')} and --light`)
  if (args.length === 0) return REAL_SERVERS
  const light = args.includes('--light')
  return REAL_SERVERS.filter((server) => names.includes(server.name) || (light && server.light))
}
