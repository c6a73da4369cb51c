import type { FleetSource } from '../../../model/fleet.ts'
import { dnsSource } from './dns.ts'
import { kubernetesSource } from './kubernetes.ts'
import type { ReplicaSource, SourceOptions } from './source.ts'

type Opener<K extends FleetSource['kind']> = (
  source: FleetSource & { kind: K },
  options: SourceOptions,
) => ReplicaSource

/** Every way to find replicas by the name a scenario gives it. */
export const sources: { readonly [K in FleetSource['kind']]: Opener<K> } = {
  dns: dnsSource,
  kubernetes: kubernetesSource,
}

export function openSource(source: FleetSource, options: SourceOptions): ReplicaSource {
  const open: Opener<never> = sources[source.kind]
  return open(source as never, options)
}
