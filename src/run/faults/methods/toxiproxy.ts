import { isDeepStrictEqual } from 'node:util'
import { EXIT, Failure } from '../../../base/failure.ts'
import { fromSeconds } from '../../../base/nanos.ts'
import { isObject, isText, type JsonObject } from '../../protocols/answer/json-object.ts'
import { fill, placesOf } from '../template.ts'
import { callToxiproxy, type ToxiproxyReply, toxicPath } from '../toxiproxy-api.ts'
import type { Undo } from '../undo.ts'
import type { Action, Method, Mission, Seen } from './method.ts'

/** A Toxiproxy that stands before the replica already: one of its toxics, or the whole proxy down. */
export class ToxiproxyMethod implements Method {
  readonly name: string
  readonly ends = false
  readonly patience = fromSeconds(5)
  readonly readBack = 'Toxiproxy lists it'
  readonly pid = null
  readonly #action: Action<'toxiproxy'>
  readonly #proxy: string
  readonly #toxic: string

  constructor({ fault, action, target }: Mission<Action<'toxiproxy'>>) {
    this.name = `toxiproxy ${action.toxic?.type ?? 'down'}`
    this.#action = action
    this.#proxy = fill(action.proxy, placesOf(target, null))
    this.#toxic = `tailgate-${fault.name}`
  }

  get undo(): Undo {
    const { api, toxic } = this.#action
    return { kind: 'toxiproxy', api, proxy: this.#proxy, toxic: toxic === null ? null : this.#toxic }
  }

  async prepare(): Promise<void> {
    const { enabled, toxics } = await this.#look()
    if (enabled !== true) throw this.#unfit('is disabled', `POST {"enabled": true} to ${this.#url()}`)
    if (this.#ours(toxics) === undefined) return
    throw this.#unfit(
      `has a toxic ${this.#toxic} already, left from another run`,
      `curl -X DELETE ${this.#action.api}${toxicPath(this.#proxy, this.#toxic)}`,
    )
  }

  async inject(stamp: () => void): Promise<void> {
    const { api, toxic } = this.#action
    const path = `/proxies/${encodeURIComponent(this.#proxy)}`
    stamp()
    if (toxic === null) this.#must(await callToxiproxy(api, 'POST', path, { enabled: false }), this.name)
    else this.#must(await callToxiproxy(api, 'POST', `${path}/toxics`, { ...toxic, name: this.#toxic }), this.name)
  }

  async confirm(): Promise<Seen> {
    const { toxic } = this.#action
    const { enabled, toxics } = await this.#look()
    if (toxic === null) return { took: enabled === false, what: `proxy ${this.#proxy}: enabled is ${enabled}` }
    const found = this.#ours(toxics)
    if (found === undefined) return { took: false, what: `proxy ${this.#proxy} has no toxic ${this.#toxic}` }
    const wanted = Object.entries(toxic.attributes)
    const attributes = isObject(found.attributes) ? found.attributes : {}
    const same = wanted.every(([name, value]) => isDeepStrictEqual(attributes[name], value))
    return { took: same, what: `proxy ${this.#proxy} has toxic ${this.#toxic}: ${JSON.stringify(attributes)}` }
  }

  describe(): string {
    const { toxic } = this.#action
    if (toxic === null) return `proxy ${this.#proxy} of Toxiproxy is disabled`
    const attributes = JSON.stringify(toxic.attributes)
    return `proxy ${this.#proxy} of Toxiproxy gets toxic ${toxic.type} ${attributes}, ${toxic.stream}, toxicity ${toxic.toxicity}`
  }

  async #look(): Promise<JsonObject> {
    const { api } = this.#action
    const reply = await callToxiproxy(api, 'GET', `/proxies/${encodeURIComponent(this.#proxy)}`)
    if (reply.status === 404) throw this.#unfit('is not there', `curl ${api}/proxies lists those that are`)
    this.#must(reply, 'asking for it')
    const proxy: unknown = JSON.parse(reply.text)
    return isObject(proxy) ? proxy : {}
  }

  #ours(toxics: unknown): JsonObject | undefined {
    if (!Array.isArray(toxics)) return undefined
    return toxics.filter(isObject).find(({ name }) => isText(name) && name === this.#toxic)
  }

  #must({ status, text }: ToxiproxyReply, what: string): void {
    if (status < 200 || status > 299) throw this.#unfit(`refuses ${what}: ${status} ${text.trim().slice(0, 200)}`)
  }

  #url(): string {
    return `${this.#action.api}/proxies/${this.#proxy}`
  }

  #unfit(why: string, hint?: string): Failure {
    return new Failure('fault.toxiproxy', `proxy ${this.#proxy} of ${this.#action.api} ${why}`, {
      exit: EXIT.usage,
      hint,
    })
  }
}
