import type { FaultStep } from '../../model/fault.ts'
import type { RunEvent, TargetState } from '../../model/run-log.ts'

type Trouble = 'gone' | 'unready' | 'ejected'

/** A trouble that begins keeps a replica out until all of its are over. */
const BEGINS: { readonly [state in TargetState]?: Trouble } = { gone: 'gone', unready: 'unready', ejected: 'ejected' }
const ENDS: { readonly [state in TargetState]?: readonly Trouble[] } = {
  joined: ['gone', 'ejected'],
  ready: ['unready'],
  admitted: ['ejected'],
}

/** What was undone, never took effect, or came back by itself is no longer going on. */
const OVER: readonly FaultStep[] = ['failed', 'undone', 'port-open']

/** A fault on a replica, going on. */
export interface ActiveFault {
  fault: string
  round: number
  replica: string
}

/** What the events of a run say of its replicas: who is out, and which faults are going on. */
export class FleetEvents {
  readonly #troubles = new Map<string, Set<Trouble>>()
  #active: readonly ActiveFault[] = []

  take(event: RunEvent): void {
    if (event.kind === 'target') this.#change(event.replica, event.state)
    else if (event.kind === 'fault') this.#step(event, event.step)
    else if (event.kind === 'phase' && event.phase === 'end') this.#active = []
  }

  /** Gets no requests: it left, does not say that it is ready, or was ejected for its failures. */
  isOut(replica: string): boolean {
    return (this.#troubles.get(replica)?.size ?? 0) > 0
  }

  isFaulted(replica: string): boolean {
    return this.#active.some((active) => active.replica === replica)
  }

  isActive(fault: string, replica: string): boolean {
    return this.#active.some((active) => active.fault === fault && active.replica === replica)
  }

  #change(replica: string, state: TargetState): void {
    const troubles = this.#troubles.get(replica) ?? new Set()
    this.#troubles.set(replica, troubles)
    const begins = BEGINS[state]
    if (begins !== undefined) troubles.add(begins)
    for (const trouble of ENDS[state] ?? []) troubles.delete(trouble)
  }

  #step({ fault, round, replica }: ActiveFault, step: FaultStep): void {
    const others = this.#active.filter(
      (active) => active.fault !== fault || active.round !== round || active.replica !== replica,
    )
    if (step === 'issued') this.#active = [...others, { fault, round, replica }]
    else if (OVER.includes(step)) this.#active = others
  }
}
