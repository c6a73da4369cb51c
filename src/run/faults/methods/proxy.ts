import { isDeepStrictEqual } from 'node:util'
import { EXIT, Failure } from '../../../base/failure.ts'
import { fromSeconds } from '../../../base/nanos.ts'
import { spellDuration } from '../../../base/quantity.ts'
import type { ProxyFault } from '../../../model/fault.ts'
import type { Undo } from '../undo.ts'
import type { Action, Method, Mission, Seen } from './method.ts'

/** The embedded TCP proxy: for servers that cannot be touched. */
export class ProxyMethod implements Method {
  readonly name: string
  readonly ends = false
  readonly patience = fromSeconds(2)
  readonly readBack = 'the proxy says that it does'
  readonly pid = null
  readonly undo: Undo
  readonly #mission: Mission<Action<'proxy'>>
  readonly #fault: ProxyFault

  constructor(mission: Mission<Action<'proxy'>>) {
    const { kind: _, ...fault } = mission.action
    this.name = `proxy ${fault.do}`
    this.undo = { kind: 'proxy', replica: mission.target.name }
    this.#mission = mission
    this.#fault = fault
  }

  async prepare(): Promise<void> {
    const { proxy, target } = this.#mission
    const state = proxy?.state(target.name)
    if (state === null) return
    const why = state === undefined ? 'does not stand before it' : `already does something to it: ${state.do}`
    throw new Failure('fault.proxy', `${target.name}: the embedded proxy ${why}`, {
      exit: EXIT.usage,
      hint: state === undefined ? undefined : 'let one fault end before the next begins',
    })
  }

  async inject(stamp: () => void): Promise<void> {
    const { proxy, target } = this.#mission
    stamp()
    await proxy?.set(target.name, this.#fault)
  }

  async confirm(): Promise<Seen> {
    const { proxy, target } = this.#mission
    const state = proxy?.state(target.name)
    const took = isDeepStrictEqual(state, this.#fault)
    return { took, what: took ? `the proxy does: ${this.describe()}` : `the proxy does: ${state?.do ?? 'nothing'}` }
  }

  describe(): string {
    const fault = this.#fault
    switch (fault.do) {
      case 'delay':
        return `delay ${spellDuration(fault.delay)}, jitter ${spellDuration(fault.jitter)}`
      case 'bandwidth':
        return `bandwidth ${fault.bytesPerSecond} B/s`
      case 'cut':
        return `cut after ${fault.afterBytes} B`
      case 'slow-close':
        return `slow close, ${spellDuration(fault.delay)}`
      default:
        return fault.do
    }
  }
}
