import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE, cacheFolder } from '../../cache.ts'
import { freePorts } from '../../free-ports.ts'
import { requireProgram } from '../../prerequisite.ts'
import { RunningProcess } from '../../running-process.ts'
import type { Replica } from '../replica.ts'
import { type Route, targetOf } from '../route.ts'

/** A balancer as distributions ship it, between Tailgate and the replicas. */
export interface Balancer extends Pick<Route, 'name' | 'adds' | 'evicts' | 'answers' | 'holdsBack'> {
  readonly program: string
  /** Its settings: it listens on the port, names in `x-replica` who answered, and serves the replicas' `/health`. */
  config(port: number, backends: readonly Backend[]): string
  /** Stays in the foreground. */
  args(folder: string, config: string): string[]
}

export interface Backend {
  name: string
  port: string
}

/** The route through a balancer that is started for it. */
export function throughBalancer(balancer: Balancer): Route {
  const { name, program, adds, evicts, answers, holdsBack } = balancer
  return {
    ...{ name, adds, evicts, answers, holdsBack },
    require: () => requireProgram(cacheFolder('balancers'), pathOf(program), '-v'),
    async open(pair, surface) {
      const [port] = await freePorts(1)
      const up = await launch(balancer, port, pair)
      return {
        targets: [targetOf(program, `http://127.0.0.1:${port}`, surface)],
        fleet: {
          gateway: true,
          replicaHeader: 'x-replica',
          behind: pair.map((replica) => ({ name: replica.name, url: replica.up.url })),
        },
        stop: () => up.stop(),
      }
    },
  }
}

function launch(balancer: Balancer, port: number, pair: readonly Replica[]): Promise<RunningProcess> {
  const key = balancer.name.replaceAll(' ', '-')
  rmSync(join(CACHE, 'balancers', key), { recursive: true, force: true })
  const cwd = cacheFolder('balancers', key)
  const config = join(cwd, 'balancer.conf')
  const backends = pair.map(({ name, up }) => ({ name, port: new URL(up.url).port }))
  writeFileSync(config, balancer.config(port, backends))
  const args = balancer.args(cwd, config)
  return RunningProcess.launch({
    command: pathOf(balancer.program),
    args,
    cwd,
    ready: `http://127.0.0.1:${port}/health`,
  })
}

/** Debian puts daemons where only root looks for programs. */
function pathOf(program: string): string {
  const path = join('/usr/sbin', program)
  return existsSync(path) ? path : program
}
