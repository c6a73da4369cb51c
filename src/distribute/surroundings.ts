import type { Clock } from '../base/clock.ts'
import { type Nanos, nanos } from '../base/nanos.ts'
import type { PlanSummary, Reading, RunEvent } from '../model/run-log.ts'
import type { Scenario } from '../model/scenario.ts'
import type { FaultDirector, FaultTarget } from '../run/faults/director.ts'
import type { ProxyControl } from '../run/faults/proxy-control.ts'
import { newFleetMemory } from '../run/fleet/fleet-memory.ts'
import { FleetState } from '../run/fleet/fleet-state.ts'
import type { Member, TargetAccess } from '../run/replica.ts'

export interface World {
  scenario: Scenario
  baseDir: string
  /** Secrets and certificates, target by target. */
  access: readonly TargetAccess[]
  runId: string
  clock: Clock
  /** The run's zero on that clock; null before it is known. */
  zero(): Nanos | null
  event(event: RunEvent): void
  reading(reading: Reading): void
  /** Requests issued so far by all generators. */
  issued(): number
  /** All generators get one more replica to choose from. */
  join(member: Member): Promise<void>
}

/** What goes on around the load: who is in the fleet, whether they are ready, faults, meters. Lives in the main thread. */
export class Surroundings {
  readonly members: readonly Member[]
  readonly memory: SharedArrayBuffer
  readonly #world: World
  readonly #fleet: FleetState
  #director: FaultDirector | null = null
  /** Undone in reverse order. */
  readonly #closing: (() => Promise<void> | void)[] = []

  /** @throws Failure when the fleet cannot be found, a fault cannot be injected or a meter cannot be read */
  static async open(world: World): Promise<Surroundings> {
    const { scenario, access } = world
    const members = scenario.targets.map((target, i) => ({ target, access: access[i] }))
    const surroundings = new Surroundings(world, members)
    try {
      await surroundings.#open()
    } catch (error) {
      await surroundings.close()
      throw error
    }
    return surroundings
  }

  private constructor(world: World, members: readonly Member[]) {
    this.#world = world
    this.members = members
    this.memory = newFleetMemory()
    this.#fleet = new FleetState({
      memory: this.memory,
      settings: world.scenario.fleet,
      names: members.map(({ target }) => target.name),
      clock: world.clock,
      tell: ({ at, ...change }) => world.event({ at: nanos(at - (world.zero() ?? at)), kind: 'target', ...change }),
    })
  }

  /** @throws Failure for a fault that would come after the end of the load */
  check(plan: PlanSummary): void {
    this.#director?.check(plan)
  }

  /** The run's zero has come. */
  start(): void {
    this.#director?.start()
  }

  /** Undoes what faults have done, and reads every meter once more. */
  async close(): Promise<void> {
    for (const close of this.#closing.splice(0).reverse()) await close()
  }

  async #open(): Promise<void> {
    const { scenario } = this.#world
    if (scenario.fleet.health !== null) await this.#watchReadiness(scenario.fleet.health)
    if (scenario.faults.length > 0) await this.#prepareFaults()
  }

  async #watchReadiness(settings: NonNullable<Scenario['fleet']['health']>): Promise<void> {
    const { watchReadiness } = await import('../run/fleet/readiness.ts')
    const readiness = watchReadiness(settings, this.#fleet, this.members)
    this.#closing.push(() => readiness.stop())
  }

  async #prepareFaults(): Promise<void> {
    const { scenario, runId, clock, zero, event, issued } = this.#world
    const { createDirector } = await import('../run/faults/create-director.ts')
    const proxy: ProxyControl | null = null
    const director = await createDirector({
      faults: scenario.faults,
      runId,
      proxy,
      world: {
        now: () => nanos(clock() - (zero() ?? clock())),
        event,
        issued,
        replicas: () => this.members.map(faultTarget),
        inFlight: (name) => this.#fleet.inFlight(this.#fleet.indexOf(name)),
      },
    })
    this.#director = director
    this.#closing.push(() => director.finish())
  }
}

function faultTarget({ target, access }: Member): FaultTarget {
  const { name, url, protocol, model } = target
  return { name, url, protocol, model, access }
}
