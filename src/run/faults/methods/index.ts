import type { FaultAction } from '../../../model/fault.ts'
import { CommandMethod } from './command.ts'
import { DockerMethod } from './docker.ts'
import { KubectlMethod } from './kubectl.ts'
import type { Action, Method, Mission } from './method.ts'
import { ProcessMethod } from './process.ts'
import { ProxyMethod } from './proxy.ts'
import { SystemdMethod } from './systemd.ts'
import { ToxiproxyMethod } from './toxiproxy.ts'

/** Every way to do harm, by the name scenario files use. */
export const METHODS: { readonly [K in FaultAction['kind']]: new (mission: Mission<Action<K>>) => Method } = {
  process: ProcessMethod,
  command: CommandMethod,
  docker: DockerMethod,
  kubectl: KubectlMethod,
  systemd: SystemdMethod,
  toxiproxy: ToxiproxyMethod,
  proxy: ProxyMethod,
}

/** One round of a fault on one replica. */
export function createMethod(mission: Mission): Method {
  const Kind = METHODS[mission.action.kind] as new (mission: Mission) => Method
  return new Kind(mission)
}
