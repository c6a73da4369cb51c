import { fromMillis, fromSeconds, nanos } from '../../base/nanos.ts'
import { suggest } from '../../base/suggest.ts'
import type { BalanceSettings, FleetSettings, FleetSource } from '../../model/fleet.ts'
import type { Target } from '../../model/scenario.ts'
import type { FleetFile } from '../schema/fleet.ts'
import type { Inspection } from './inspection.ts'
import { checkUrl } from './web.ts'

/** The fleet when the file says nothing of it: the targets as listed, by turns, and nobody is ever left out. */
export const PLAIN_FLEET: FleetSettings = {
  discover: null,
  gateway: false,
  replicaHeader: null,
  behind: [],
  balance: { policy: 'round-robin', seed: '1', weights: {}, prefixTokens: 256, overload: 1.5 },
  health: null,
  ejection: null,
  retries: null,
  hedge: null,
}

/** Fills in what the fleet of a file leaves open. */
export function resolveFleet(given: FleetFile = {}, targets: readonly Target[], inspection: Inspection): FleetSettings {
  const { gateway = false, replicaHeader = null, retries, hedge } = given
  if (replicaHeader !== null && !gateway) {
    inspection.refuse(['fleet', 'replicaHeader'], 'only a gateway names its replicas', 'set fleet.gateway: true')
  }
  if (gateway && given.discover) {
    inspection.refuse(['fleet', 'discover'], 'replicas behind a gateway have no addresses to discover')
  }
  return {
    discover: resolveSource(given.discover, targets, inspection),
    gateway,
    replicaHeader: replicaHeader?.toLowerCase() ?? null,
    behind: resolveBehind(given, inspection),
    balance: resolveBalance(given, targets, inspection),
    health: resolveHealth(given.health),
    ejection: resolveEjection(given.ejection, inspection),
    retries: retries
      ? {
          attempts: retries.attempts ?? 2,
          on: resolveOn(retries.on, inspection),
          backoff: retries.backoff ?? fromMillis(50),
        }
      : null,
    hedge: hedge ? { after: hedge.after ?? fromMillis(500) } : null,
  }
}

function resolveBehind({ gateway, behind = [] }: FleetFile, inspection: Inspection): FleetSettings['behind'] {
  const path = ['fleet', 'behind']
  if (behind.length > 0 && !gateway) {
    inspection.refuse(path, 'only a gateway hides replicas', 'set fleet.gateway: true, or list them as targets')
  }
  const seen = new Map<string, string>()
  for (const [index, { name, url }] of behind.entries()) {
    checkUrl(url, [...path, index, 'url'], inspection)
    for (const [key, value] of [
      ['name', name],
      ['url', url],
    ]) {
      if (seen.has(`${key} ${value}`)) inspection.refuse([...path, index, key], `two replicas have the ${key} ${value}`)
      seen.set(`${key} ${value}`, name)
    }
  }
  return behind.map(({ name, url }) => ({ name, url: url.replace(/\/+$/, '') }))
}

function resolveSource(
  given: FleetFile['discover'],
  targets: readonly Target[],
  inspection: Inspection,
): FleetSource | null {
  if (given === undefined) return null
  const path = ['fleet', 'discover']
  const { dns, kubernetes } = given
  if ((dns === undefined) === (kubernetes === undefined)) {
    inspection.refuse(path, 'expected either dns or kubernetes', 'for example discover: { dns: { every: 5s } }')
  }
  if (!kubernetes) return { kind: 'dns', every: dns?.every ?? fromSeconds(5) }
  if (targets.length > 1) {
    inspection.refuse(path, `pods are discovered by one target, their pattern, and there are ${targets.length}`)
  }
  const { service, selector, context = null, namespace = 'default', port } = kubernetes
  if ((service === undefined) === (selector === undefined)) {
    inspection.refuse([...path, 'kubernetes'], 'expected either service or selector', 'for example service: vllm')
  }
  const select = service === undefined ? { selector: selector ?? '' } : { service }
  return { kind: 'kubernetes', context, namespace, select, port }
}

function resolveBalance(given: FleetFile, targets: readonly Target[], inspection: Inspection): BalanceSettings {
  const balance = typeof given.balance === 'string' ? { policy: given.balance } : given.balance
  const settings: BalanceSettings = { ...PLAIN_FLEET.balance, ...balance }
  const path = ['fleet', 'balance', 'weights']
  const names = targets.map(({ name }) => name)
  const weights = Object.entries(settings.weights)
  if (weights.length > 0 && settings.policy !== 'random') {
    inspection.refuse(path, `${settings.policy} has no weights`, 'they belong to policy: random')
  }
  for (const [name] of given.discover ? [] : weights) {
    if (names.includes(name)) continue
    inspection.refuse([...path, name], `there is no replica ${name}`, nearest(name, names))
  }
  if (names.length > 0 && names.every((name) => settings.weights[name] === 0)) {
    inspection.refuse(path, 'every weight is 0: nobody would get a request')
  }
  return settings
}

/** The way out where a name is none of those there are. */
export function nearest(name: string, names: readonly string[]): string {
  const near = suggest(name, names)
  return near === undefined ? `there are ${names.join(', ')}` : `did you mean ${near}?`
}

function resolveHealth(given: FleetFile['health']): FleetSettings['health'] {
  if (!given) return null
  const { path = null, every = fromSeconds(1), timeout = fromSeconds(1), failures = 2 } = given === true ? {} : given
  return { path, every, timeout, failures }
}

function resolveEjection(given: FleetFile['ejection'], inspection: Inspection): FleetSettings['ejection'] {
  if (!given) return null
  const { failures = 3, backoff = fromSeconds(1), longest } = given === true ? {} : given
  if (longest !== undefined && longest < backoff) {
    inspection.refuse(['fleet', 'ejection', 'longest'], 'shorter than the first back-off')
  }
  return { failures, backoff, longest: longest ?? nanos(Math.max(fromSeconds(30), backoff)) }
}

type Outcomes = NonNullable<FleetSettings['retries']>['on']

function resolveOn(given: Outcomes = ['connect', 'reset'], inspection: Inspection): Outcomes {
  for (const [index, outcome] of given.entries()) {
    if (outcome !== 'ok' && outcome !== 'not_sent') continue
    inspection.refuse(['fleet', 'retries', 'on', index], `nothing failed where the outcome is ${outcome}`)
  }
  return given
}
