import type { Probe } from '../../model/probe.ts'
import { spellTime } from '../spell.ts'
import type { Mapping } from './given.ts'

/** One of the `probes` of a scenario file. */
export function probeOf(probe: Probe): Mapping {
  return { name: probe.name, every: spellTime(probe.every), timeout: spellTime(probe.timeout), ...sourceOf(probe) }
}

function sourceOf(probe: Probe): Mapping {
  switch (probe.kind) {
    case 'metrics':
      return { metrics: probe.url ?? true, headers: probe.headers }
    case 'prometheus':
      return { prometheus: { url: probe.url, queries: probe.queries }, headers: probe.headers }
    case 'rapl':
      return { rapl: probe.root }
    case 'redfish':
      return { redfish: probe.url, headers: probe.headers, insecure: probe.insecure }
    case 'csv': {
      const { path, time, clock, columns } = probe
      return { csv: { path, time, clock, columns } }
    }
    default:
      return { [probe.kind]: probe.argv }
  }
}
