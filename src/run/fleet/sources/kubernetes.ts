import { EXIT, Failure } from '../../../base/failure.ts'
import type { FleetSource } from '../../../model/fleet.ts'
import { isObject, type JsonObject } from '../../protocols/answer/json-object.ts'
import type { Member } from '../../replica.ts'
import { atAddress, spellAddress } from './at-address.ts'
import { Kubectl, type KubectlQuery, spellQuery } from './kubectl.ts'
import { podAddresses } from './pod-addresses.ts'
import { Roster } from './roster.ts'
import type { ReplicaSource, SourceOptions } from './source.ts'

type Source = FleetSource & { kind: 'kubernetes' }

const RETRY_MILLIS = 1000
/** After so many failures in a row the wait no longer doubles. */
const MOST_DOUBLINGS = 5

/**
 * The ready pods behind a service, or of a label, each named as its pod; a pod that has come back at another address is
 * another replica. A watch ends whenever the API server likes: it is begun again with a new list, and meanwhile, as
 * after an error, the fleet stays as it is.
 */
export function kubernetesSource(source: Source, options: SourceOptions): ReplicaSource {
  const { targets, note, retryMillis = RETRY_MILLIS } = options
  const query = queryOf(source, options.kubectl ?? 'kubectl')
  const roster = new Roster()
  const names = new PodNames(source.port)
  /** By UID, as last seen. */
  const objects = new Map<string, JsonObject>()
  let running: Kubectl | null = null
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  /** In a row. */
  let failures = 0

  return { why: { joined: 'its pod is ready', gone: 'its pod is no longer ready' }, first, watch, stop }

  async function first(): Promise<Member[]> {
    await list()
    const members = roster.update(membersOf())
    if (members.length === 0) throw nobody(source, query)
    return members
  }

  function watch(changed: (members: readonly Member[]) => void): void {
    void follow(changed).then((trouble) => {
      if (isStopped) return
      if (trouble === null) failures = 0
      else fail(trouble)
      timer = setTimeout(() => again(changed), retryMillis * 2 ** Math.min(failures, MOST_DOUBLINGS))
    })
  }

  async function again(changed: (members: readonly Member[]) => void): Promise<void> {
    const trouble = await list().then(() => null, messageOf)
    if (isStopped) return
    if (trouble === null) tell(changed)
    else fail(trouble)
    watch(changed)
  }

  /** Noted once, until a watch goes well. */
  function fail(trouble: string): void {
    if (failures === 0) note(`${trouble}; the fleet stays as it is`)
    failures++
  }

  function stop(): void {
    isStopped = true
    clearTimeout(timer)
    running?.stop()
  }

  async function list(): Promise<void> {
    const found: JsonObject[] = []
    running = new Kubectl(query, ['--request-timeout=10s'], (printed) => {
      if (isObject(printed) && Array.isArray(printed.items)) found.push(...printed.items.filter(isObject))
    })
    await running.ended
    objects.clear()
    for (const object of found) objects.set(uidOf(object), object)
  }

  /** @returns why the watch ended where that was no good end */
  async function follow(changed: (members: readonly Member[]) => void): Promise<string | null> {
    running = new Kubectl(query, ['--watch', '--output-watch-events'], (event) => {
      if (!isObject(event) || !isObject(event.object)) return
      failures = 0
      if (event.type === 'DELETED') objects.delete(uidOf(event.object))
      else if (event.type === 'ADDED' || event.type === 'MODIFIED') objects.set(uidOf(event.object), event.object)
      tell(changed)
    })
    return running.ended.then(() => null, messageOf)
  }

  function tell(changed: (members: readonly Member[]) => void): void {
    if (isStopped) return
    const members = membersOf()
    if (roster.differs(members)) changed(roster.update(members))
  }

  function membersOf(): Member[] {
    const found = [...objects.values()].sort(fourBeforeSix).flatMap(podAddresses)
    const byPod = new Map<string, string>()
    for (const { pod, address } of found) if (!byPod.has(pod)) byPod.set(pod, address)
    return [...byPod]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([pod, address]) => atAddress(targets[0], names.of(pod, address), address, source.port))
  }
}

/** Names that stand for one address each for the length of a run. */
class PodNames {
  readonly #port: number
  readonly #addresses = new Map<string, string>()

  constructor(port: number) {
    this.#port = port
  }

  of(pod: string, address: string): string {
    const known = this.#addresses.get(pod)
    if (known === undefined) this.#addresses.set(pod, address)
    return known === undefined || known === address ? pod : `${pod}@${spellAddress(address, this.#port)}`
  }
}

function queryOf({ context, namespace, select }: Source, program: string): KubectlQuery {
  const byService = 'service' in select
  const resource = byService ? 'endpointslices' : 'pods'
  const selector = byService ? `kubernetes.io/service-name=${select.service}` : select.selector
  const where = [...(context === null ? [] : ['--context', context]), '--namespace', namespace]
  return { program, args: [...where, 'get', resource, '--selector', selector, '-o', 'json'], resource, namespace }
}

function uidOf({ metadata }: JsonObject): string {
  return isObject(metadata) ? String(metadata.uid ?? metadata.name) : ''
}

/** A service of both families has slices of both, with the same pods. */
const fourBeforeSix = (a: JsonObject, b: JsonObject): number =>
  Number(a.addressType === 'IPv6') - Number(b.addressType === 'IPv6')

const messageOf = (error: unknown): string => {
  if (error instanceof Failure) return error.message
  throw error
}

function nobody({ select, namespace }: Source, query: KubectlQuery): Failure {
  const whose = 'service' in select ? `behind the service ${select.service}` : `with the labels ${select.selector}`
  return new Failure('fleet.nobody', `expected at least one ready pod ${whose} in ${namespace}, got none`, {
    exit: EXIT.unreachable,
    hint: `is the namespace right, and are the pods ready? try: ${spellQuery(query)}`,
  })
}
