import type { Clock } from '../base/clock.ts'
import { type Nanos, NS_PER_MS, nanos } from '../base/nanos.ts'
import type { Probe } from '../model/probe.ts'
import type { PlanSummary, Reading, RunEvent } from '../model/run-log.ts'
import type { Scenario } from '../model/scenario.ts'
import type { FaultDirector } from '../run/faults/director.ts'
import { newFleetMemory } from '../run/fleet/fleet-memory.ts'
import { FleetState } from '../run/fleet/fleet-state.ts'
import type { ReadinessWatch } from '../run/fleet/readiness.ts'
import type { ProbeSet } from '../run/probes/probes.ts'
import type { Member } from '../run/replica.ts'
import type { FleetGauges } from './fleet-gauges.ts'
import { proxied } from './proxied.ts'
import { serversOf } from './servers-of.ts'

export interface World {
  scenario: Scenario
  /** The targets with their secrets. */
  targets: readonly Member[]
  /** The scenario's probes with theirs. */
  probes: readonly Probe[]
  runId: string
  clock: Clock
  /** The run's zero on that clock; null before it is known. */
  zero(): Nanos | null
  event(event: RunEvent): void
  reading(reading: Reading): void
  /** Requests issued since zero by all generators. */
  issued(): number
  /** All generators get one more replica to choose from. */
  join(member: Member): Promise<void>
}

/** What goes on around the load: who is in the fleet, whether they are ready, faults, meters. Lives in the main thread. */
export class Surroundings {
  readonly memory: SharedArrayBuffer = newFleetMemory()
  /** Those that load can go to, at first. */
  members: readonly Member[] = []
  readonly #world: World
  readonly #fleet: FleetState
  #readiness: ReadinessWatch | null = null
  #director: FaultDirector | null = null
  #faultsOver: Promise<void> | null = null
  #probes: ProbeSet | null = null
  /** In the order of opening; closed in reverse. */
  readonly #closing: (() => Promise<void> | void)[] = []

  /** @throws Failure when the fleet cannot be found, a fault cannot be injected or a meter cannot be read */
  static async open(world: World): Promise<Surroundings> {
    const surroundings = new Surroundings(world)
    try {
      await surroundings.#open()
    } catch (error) {
      await surroundings.close()
      throw error
    }
    return surroundings
  }

  private constructor(world: World) {
    this.#world = world
    this.#fleet = new FleetState({
      memory: this.memory,
      settings: world.scenario.fleet,
      names: [],
      clock: world.clock,
      tell: ({ at, ...change }) => world.event({ at: nanos(at - (world.zero() ?? at)), kind: 'target', ...change }),
    })
  }

  get fleet(): FleetGauges {
    return this.#fleet
  }

  /** @throws Failure for a fault that would come after the end of the load */
  check(plan: PlanSummary): void {
    this.#director?.check(plan)
  }

  /** The run's zero has come. */
  start(): void {
    this.#probes?.start()
    this.#director?.start()
  }

  /** No more faults, and what lasts is undone: at the end, or before what is open may drain. */
  endFaults(): Promise<void> {
    this.#faultsOver ??= this.#director?.finish() ?? Promise.resolve()
    return this.#faultsOver
  }

  /** Undoes what faults have done, and reads every meter once more. Where that throws, called again it does the rest. */
  async close(): Promise<void> {
    for (let close = this.#closing.pop(); close !== undefined; close = this.#closing.pop()) await close()
  }

  async #open(): Promise<void> {
    const { scenario, targets, probes } = this.#world
    const { discover, health } = scenario.fleet
    if (discover === null) this.#take(targets)
    else await this.#discover(discover)
    if (probes.length > 0) await this.#openProbes(probes)
    if (scenario.faults.length > 0) await this.#prepareFaults()
    if (health !== null) await this.#watchReadiness(health)
  }

  #take(members: readonly Member[]): void {
    this.members = members
    for (const { target } of members) this.#fleet.learn(target.name)
  }

  async #discover(settings: NonNullable<Scenario['fleet']['discover']>): Promise<void> {
    const { openSource } = await import('../run/fleet/sources/index.ts')
    const { adopt } = await import('../run/fleet/adopt.ts')
    const note = (text: string) => this.#note('fleet', text)
    const source = openSource(settings, { targets: this.#world.targets, note })
    this.#closing.push(() => source.stop())
    this.#take(await source.first())
    // Who is in from the beginning is told too: what idles must be known to be paid for.
    for (const { target } of this.members) this.#tell(target.name, source.why.joined)
    source.watch((found) => {
      for (const member of adopt(this.#fleet, found, source, note)) void this.#join(member)
    })
  }

  async #join(member: Member): Promise<void> {
    this.members = [...this.members, member]
    await this.#world.join(member)
    this.#readiness?.add(member)
    for (const server of serversOf(this.#world.scenario, [member])) this.#probes?.join(server)
  }

  async #openProbes(probes: readonly Probe[]): Promise<void> {
    const { scenario, clock, zero, reading, event } = this.#world
    const { openProbes } = await import('../run/probes/probes.ts')
    const opened = await openProbes({
      probes,
      targets: serversOf(scenario, this.members),
      now: () => this.#now(),
      wallZero: () => Date.now() - (clock() - (zero() ?? clock())) / NS_PER_MS,
      reading,
      event,
    })
    this.#probes = opened
    this.#closing.push(() => opened.stop())
  }

  async #prepareFaults(): Promise<void> {
    const { scenario, runId, event, issued } = this.#world
    const { createDirector } = await import('../run/faults/create-director.ts')
    const servers = () => serversOf(scenario, this.members)
    const real = servers()
    const { members, proxy, close } = await proxied(scenario.faults, this.members)
    this.#closing.push(close)
    this.members = members
    const director = await createDirector({
      faults: scenario.faults,
      runId,
      proxy,
      world: {
        now: () => this.#now(),
        event,
        issued,
        replicas: () => (proxy === null ? servers() : real),
        isGone: (name) => this.#isGone(name),
        inFlight: (name) => this.#inFlight(name),
      },
    })
    this.#director = director
    this.#closing.push(() => this.endFaults())
  }

  async #watchReadiness(settings: NonNullable<Scenario['fleet']['health']>): Promise<void> {
    const { watchReadiness } = await import('../run/fleet/readiness.ts')
    const readiness = watchReadiness(settings, this.#fleet, this.members)
    this.#readiness = readiness
    this.#closing.push(() => readiness.stop())
  }

  /** Of servers behind a gateway nobody says so. */
  #isGone(name: string): boolean {
    const replica = this.#fleet.indexOf(name)
    return replica >= 0 && this.#fleet.isGone(replica)
  }

  #inFlight(name: string): number {
    const replica = this.#fleet.indexOf(name)
    return replica < 0 ? 0 : this.#fleet.inFlight(replica)
  }

  #now(): Nanos {
    const { clock, zero } = this.#world
    return nanos(clock() - (zero() ?? clock()))
  }

  #tell(replica: string, because: string): void {
    this.#world.event({ at: this.#now(), kind: 'target', replica, state: 'joined', because })
  }

  #note(id: string, text: string): void {
    this.#world.event({ at: this.#now(), kind: 'note', id, text })
  }
}
