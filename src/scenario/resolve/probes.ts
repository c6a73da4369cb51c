import { fromSeconds, nanos } from '../../base/nanos.ts'
import type { Probe, ProbeSource } from '../../model/probe.ts'
import type { Path } from '../document.ts'
import type { ProbeFile } from '../schema/probes.ts'
import type { Inspection } from './inspection.ts'
import { defaultNames } from './names.ts'
import { checkHeaders, checkUrl } from './web.ts'

/** Keys of which a probe has exactly one. */
const KINDS = ['metrics', 'prometheus', 'nvidia-smi', 'rapl', 'redfish', 'ipmi', 'command', 'csv'] as const

/** Meters that are slow to ask, or that refresh only now and then. */
const SLOW: readonly string[] = ['prometheus', 'redfish', 'ipmi']
const LONGEST_READ = fromSeconds(5)

/** Fills in what the probes of a file leave open. */
export function resolveProbes(given: readonly ProbeFile[] = [], inspection: Inspection): Probe[] {
  const sources = given.map((probe, index) => resolveSource(probe, ['probes', index], inspection))
  const names = defaultNames(
    given.map(({ name }, index) => name ?? { default: sources[index].kind }),
    (index, name) => inspection.refuse(['probes', index, 'name'], `two probes are called ${name}`),
  )
  return given.map((probe, index): Probe => {
    const source = sources[index]
    const every = probe.every ?? fromSeconds(SLOW.includes(source.kind) ? 5 : 1)
    const timeout = probe.timeout ?? nanos(Math.min(every, LONGEST_READ))
    for (const key of ['every', 'timeout'] as const) {
      if (probe[key] === 0) inspection.refuse(['probes', index, key], 'expected a time above 0', 'for example 1s')
    }
    return { name: names[index], every, timeout, ...source }
  })
}

function resolveSource(given: ProbeFile, path: Path, inspection: Inspection): ProbeSource {
  const said = KINDS.filter((kind) => given[kind] !== undefined)
  if (said.length !== 1) {
    const what = said.length === 0 ? 'none' : said.join(' and ')
    inspection.refuse(path, `expected exactly one of ${KINDS.join(', ')}, got ${what}`, 'for example metrics: true')
  }
  refuseForeignKeys(given, path, inspection)
  checkHeaders(given.headers, [...path, 'headers'], inspection)

  const { metrics, prometheus, 'nvidia-smi': smi, rapl, redfish, ipmi, command, csv, headers = {} } = given
  if (prometheus) {
    checkUrl(prometheus.url, [...path, 'prometheus', 'url'], inspection)
    return { kind: 'prometheus', url: prometheus.url.replace(/\/+$/, ''), headers, queries: prometheus.queries }
  }
  if (smi) return { kind: 'nvidia-smi', argv: smi === true ? ['nvidia-smi'] : smi }
  if (rapl) return { kind: 'rapl', root: rapl === true ? '/sys/class/powercap' : rapl }
  if (redfish) {
    checkUrl(redfish, [...path, 'redfish'], inspection)
    return { kind: 'redfish', url: redfish, headers, insecure: given.insecure ?? false }
  }
  if (ipmi) return { kind: 'ipmi', argv: ipmi === true ? ['ipmitool', 'dcmi', 'power', 'reading'] : ipmi }
  if (command) return { kind: 'command', argv: command }
  if (csv) {
    return {
      kind: 'csv',
      path: csv.path,
      time: csv.time ?? 'time',
      clock: csv.clock ?? 'unix-s',
      columns: csv.columns,
    }
  }
  if (typeof metrics === 'string') checkUrl(metrics, [...path, 'metrics'], inspection)
  return { kind: 'metrics', url: typeof metrics === 'string' ? metrics : null, headers }
}

const OWNERS = { headers: ['metrics', 'prometheus', 'redfish'], insecure: ['redfish'] } as const

function refuseForeignKeys(given: ProbeFile, path: Path, inspection: Inspection): void {
  for (const [key, owners] of Object.entries(OWNERS)) {
    if (given[key as keyof typeof OWNERS] === undefined) continue
    if (owners.some((owner) => given[owner] !== undefined)) continue
    inspection.refuse([...path, key], `${key} belongs to a probe with ${owners.join(', ')}`)
  }
}
