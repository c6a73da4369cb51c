import type { Failure } from '../../../base/failure.ts'
import { isObject, type JsonObject, parseObject } from '../../protocols/answer/json-object.ts'
import { HttpGetter, place, refused } from '../http-get.ts'
import type { Meter, MeterSample, MeterValue, ProbeOf } from '../meter.ts'
import { probeFailure } from '../probe-failure.ts'

const JOULES_PER_KWH = 3.6e6
const MOST_BYTES = 2 ** 20

/** Power of a node, as its management controller says through Redfish. */
export async function openRedfish(probe: ProbeOf<'redfish'>): Promise<Meter> {
  const { headers, insecure } = probe
  const http = new HttpGetter({ headers, tls: { insecure }, mostBytes: MOST_BYTES })
  return new RedfishMeter(probe.url.replace(/\/+$/, ''), http)
}

/** Reads one resource, found by the first read: the one given, or the power of the only chassis that has any. */
class RedfishMeter implements Meter {
  readonly what: string
  readonly recall = null
  readonly #url: string
  readonly #http: HttpGetter
  #resource: string | null = null

  constructor(url: string, http: HttpGetter) {
    this.what = place(url)
    this.#url = url
    this.#http = http
  }

  readonly read = async (signal: AbortSignal): Promise<MeterSample> => {
    this.#resource ??= await this.#find(signal)
    const { object, bytes } = await this.#object(this.#resource, signal)
    const values = valuesOf(object, chassisOf(this.#resource))
    if (values.length === 0) throw noPower(this.#resource)
    return { values, bytes }
  }

  async close(): Promise<void> {
    this.#http.close()
  }

  async #find(signal: AbortSignal): Promise<string> {
    if (/\/(Power|EnvironmentMetrics)$/.test(this.#url)) return this.#url
    if (/\/Chassis\/[^/]+$/.test(this.#url)) {
      const resource = await this.#withPower(this.#url, signal)
      if (resource === null) throw noPower(this.#url)
      return resource
    }
    const { origin } = new URL(this.#url)
    const { object } = await this.#object(`${origin}/redfish/v1/Chassis`, signal)
    const members = Array.isArray(object.Members) ? object.Members : []
    const ids = members.flatMap((member) => (isObject(member) ? [String(member['@odata.id'])] : []))
    const found: string[] = []
    for (const id of ids) {
      const resource = await this.#withPower(new URL(id, origin).href, signal)
      if (resource !== null) found.push(resource)
    }
    if (found.length === 1) return found[0]
    if (found.length === 0) throw noPower(this.#url)
    const hint = `give the URL of the one that stands for the whole node: ${found.map(chassisUrl).join(', ')}`
    throw probeFailure('unknown', `${place(this.#url)} has ${found.length} chassis that tell their power`, hint)
  }

  async #withPower(chassis: string, signal: AbortSignal): Promise<string | null> {
    for (const resource of [`${chassis}/EnvironmentMetrics`, `${chassis}/Power`]) {
      try {
        const { object } = await this.#object(resource, signal)
        if (valuesOf(object, '').length > 0) return resource
      } catch (error) {
        if ((error as Failure).code !== 'probe.refused') throw error
      }
    }
    return null
  }

  async #object(url: string, signal: AbortSignal): Promise<{ object: JsonObject; bytes: number }> {
    const got = await this.#http.get(url, signal)
    if (got.status !== 200) throw refused(url, got, HINTS[got.status])
    const object = parseObject(got.body, 0, got.body.length).object
    if (object === null) throw probeFailure('malformed', `${place(url)} is no JSON object`)
    return { object, bytes: got.body.length }
  }
}

function valuesOf(object: JsonObject, device: string): MeterValue[] {
  const labels = { device, scope: 'node' }
  const [control] = Array.isArray(object.PowerControl) ? object.PowerControl : []
  const readings: [string, unknown, number][] = [
    ['power', isObject(control) ? control.PowerConsumedWatts : readingOf(object.PowerWatts), 1],
    ['energy', readingOf(object.EnergykWh), JOULES_PER_KWH],
  ]
  return readings.flatMap(([name, value, scale]) =>
    typeof value === 'number' && Number.isFinite(value) ? [{ name, labels, value: value * scale }] : [],
  )
}

const readingOf = (sensor: unknown): unknown => (isObject(sensor) ? sensor.Reading : undefined)

const chassisUrl = (resource: string): string => resource.replace(/\/[^/]+$/, '')
const chassisOf = (resource: string): string => decodeURIComponent(chassisUrl(resource).replace(/^.*\//, ''))

function noPower(url: string): Failure {
  const hint = 'give the URL of a chassis that measures it, such as https://bmc/redfish/v1/Chassis/1'
  return probeFailure('unknown', `${place(url)} tells no power`, hint)
}

const HINTS: { readonly [status: number]: string } = {
  401: 'give the probe the header it wants: authorization: Basic …',
  403: 'the account may not read the sensors',
  404: 'give the URL of the chassis, such as https://bmc/redfish/v1/Chassis/1',
}
