import { NS_PER_S, nanos } from '../../base/nanos.ts'
import type { FaultAction, ProxyFault } from '../../model/fault.ts'
import type { Path } from '../document.ts'
import type { FaultFile } from '../schema/faults.ts'
import type { Inspection } from './inspection.ts'

/** Keys of which a fault has exactly one. */
export const ACTIONS = ['signal', 'command', 'docker', 'kubectl', 'systemd', 'toxiproxy', 'proxy'] as const

/** What a fault does; undefined where the file does not say one thing. */
export function resolveAction(given: FaultFile, path: Path, inspection: Inspection): FaultAction | undefined {
  refuseForeignKeys(given, path, inspection)
  const said = ACTIONS.filter((key) => given[key] !== undefined)
  if (said.length !== 1) {
    const what = said.length === 0 ? 'none' : said.join(' and ')
    inspection.refuse(path, `expected exactly one of ${ACTIONS.join(', ')}, got ${what}`, 'for example signal: KILL')
    return undefined
  }
  const { signal, command, docker, kubectl, systemd, toxiproxy, proxy } = given
  if (signal) return { kind: 'process', signal, by: processOf(given, path, inspection), tree: given.tree ?? true }
  if (command) return { kind: 'command', argv: command, undo: given.undo ?? null, confirm: given.confirm ?? null }
  if (docker) {
    const { container, do: what = 'kill', signal: sent } = docker
    if (sent !== undefined && what !== 'kill') {
      inspection.refuse([...path, 'docker', 'signal'], `docker ${what} sends no signal of your choice`)
    }
    return { kind: 'docker', container, do: what, signal: sent ?? 'KILL' }
  }
  if (kubectl) return { kind: 'kubectl', ...resolvePod(kubectl, [...path, 'kubectl'], inspection) }
  if (systemd) return { kind: 'systemd', unit: systemd.unit, signal: systemd.signal ?? 'KILL' }
  if (toxiproxy) {
    const { api = 'http://127.0.0.1:8474', proxy: through, toxic } = toxiproxy
    return {
      kind: 'toxiproxy',
      api: api.replace(/\/+$/, ''),
      proxy: through,
      toxic: toxic ? { ...TOXIC, ...toxic } : null,
    }
  }
  return { kind: 'proxy', ...resolveProxy(proxy ?? 'refuse', [...path, 'proxy'], inspection) }
}

const TOXIC = { stream: 'downstream', toxicity: 1, attributes: {} } as const

const OWNERS = {
  pid: 'signal',
  pidFile: 'signal',
  tree: 'signal',
  undo: 'command',
  confirm: 'command',
} as const

function refuseForeignKeys(given: FaultFile, path: Path, inspection: Inspection): void {
  for (const [key, owner] of Object.entries(OWNERS)) {
    if (given[key as keyof typeof OWNERS] === undefined || given[owner] !== undefined) continue
    inspection.refuse([...path, key], `${key} belongs to a fault with ${owner}`)
  }
}

type ByProcess = Extract<FaultAction, { kind: 'process' }>['by']

function processOf({ pid, pidFile }: FaultFile, path: Path, inspection: Inspection): ByProcess {
  if (pid !== undefined && pidFile !== undefined) {
    inspection.refuse([...path, 'pidFile'], 'pid and pidFile both name the process: leave one out')
  }
  if (pid !== undefined) return { pid }
  return pidFile === undefined ? { port: true } : { pidFile }
}

type Pod = Omit<Extract<FaultAction, { kind: 'kubectl' }>, 'kind'>

function resolvePod(given: NonNullable<FaultFile['kubectl']>, path: Path, inspection: Inspection): Pod {
  const { pod, namespace = 'default', context = null, do: what = 'delete', grace } = given
  if (grace !== undefined && what !== 'delete') inspection.refuse([...path, 'grace'], 'only delete has a grace')
  const seconds = (grace ?? nanos(0)) / NS_PER_S
  if (!Number.isInteger(seconds)) inspection.refuse([...path, 'grace'], 'Kubernetes counts it in whole seconds')
  return { context, namespace, pod, do: what, grace: seconds }
}

function resolveProxy(given: NonNullable<FaultFile['proxy']>, path: Path, inspection: Inspection): ProxyFault {
  if (typeof given === 'string') return { do: given }
  const { delay, jitter, bandwidth, cut, 'slow-close': slowClose } = given
  const said = [delay, bandwidth, cut, slowClose].filter((value) => value !== undefined).length
  if (said !== 1) {
    inspection.refuse(path, 'expected exactly one of delay, bandwidth, cut, slow-close', 'for example { delay: 200ms }')
  }
  if (jitter !== undefined && delay === undefined) inspection.refuse([...path, 'jitter'], 'only a delay has jitter')
  if (bandwidth !== undefined) return { do: 'bandwidth', bytesPerSecond: bandwidth }
  if (cut !== undefined) return { do: 'cut', afterBytes: cut }
  if (slowClose !== undefined) return { do: 'slow-close', delay: slowClose }
  return { do: 'delay', delay: delay ?? nanos(0), jitter: jitter ?? nanos(0) }
}
