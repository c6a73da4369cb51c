import { isObject, type JsonObject } from '../../protocols/answer/json-object.ts'

/** A pod that may get requests. */
export interface PodAddress {
  pod: string
  address: string
}

/** The ready addresses of an EndpointSlice or Pod; none of what is neither. */
export function podAddresses(object: JsonObject): PodAddress[] {
  return object.kind === 'Pod' ? ofPod(object) : ofSlice(object)
}

/** Ready, and not told to end. */
function ofPod({ metadata, status }: JsonObject): PodAddress[] {
  if (!isObject(metadata) || !isObject(status)) return []
  const { podIP, conditions } = status
  const isReady = listOf(conditions).some(({ type, status }) => type === 'Ready' && status === 'True')
  const isEnding = metadata.deletionTimestamp !== undefined
  if (!isReady || isEnding || typeof podIP !== 'string' || typeof metadata.name !== 'string') return []
  return [{ pod: metadata.name, address: podIP }]
}

/** An endpoint without a word on its readiness counts as ready: the API says so. */
function ofSlice({ endpoints }: JsonObject): PodAddress[] {
  return listOf(endpoints).flatMap(({ addresses, conditions, targetRef }) => {
    const address: unknown = Array.isArray(addresses) ? addresses[0] : undefined
    const isReady = !isObject(conditions) || conditions.ready !== false
    if (!isReady || typeof address !== 'string') return []
    const pod = isObject(targetRef) && typeof targetRef.name === 'string' ? targetRef.name : address
    return [{ pod, address }]
  })
}

const listOf = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : [])
