import { type Nanos, NS_PER_MS, nanos } from '../../base/nanos.ts'
import type { Fault } from '../../model/fault.ts'
import type { PlanSummary } from '../../model/run-log.ts'
import { refuseAfterEnd } from './after-end.ts'
import { askerOf } from './asker-of.ts'
import type { FaultDirector, FaultWorld } from './director.ts'
import { pause } from './pause.ts'
import { prepareFaults } from './prepare.ts'
import type { ProxyControl } from './proxy-control.ts'
import { type RoundSetting, runRound } from './run-round.ts'
import { type Round, roundsOf } from './schedule.ts'
import { servedModels } from './served-models.ts'
import { chooseVictim } from './victim.ts'
import { Watchdog } from './watchdog.ts'

export interface DirectorOptions {
  faults: readonly Fault[]
  /** Name of the run, part of the names of files that restarted servers write to. */
  runId: string
  world: FaultWorld
  /** null: no embedded proxy stands before any replica. */
  proxy: ProxyControl | null
}

const COUNT_POLL_MS = 5
const MODELS_MS = 2000

/**
 * Checks that every fault of a scenario can be done, and starts the watchdog. Harms nobody yet.
 * @throws Failure when one cannot: an unknown replica, a process that is not the server's, no permission, a program that
 *   is not there
 */
export async function createDirector(options: DirectorOptions): Promise<FaultDirector> {
  const { faults, runId, world, proxy } = options
  await prepareFaults(faults, world.replicas(), proxy)
  const targets = faults.length > 0 ? world.replicas() : []
  const served = await Promise.all(targets.map((target) => servedModels(target, askerOf(target, MODELS_MS))))
  const models = new Map(targets.map(({ name }, i) => [name, served[i]]))
  const watchdog = await Watchdog.start()
  return new Director(faults, { runId, world, proxy, watchdog, models })
}

class Director implements FaultDirector {
  readonly #faults: readonly Fault[]
  readonly #setting: RoundSetting
  readonly #ending = new AbortController()
  /** Replicas that each fault has hit. */
  readonly #hit = new Map<Fault, string[]>()
  /** When each count of requests was reached. */
  readonly #reached = new Map<number, Promise<Nanos | null>>()
  #rounds: readonly Round[] | null = null
  #running: Promise<void>[] = []

  constructor(faults: readonly Fault[], setting: Omit<RoundSetting, 'ending'>) {
    this.#faults = faults
    this.#setting = { ...setting, ending: this.#ending.signal }
  }

  check(plan: PlanSummary): void {
    this.#rounds = roundsOf(this.#faults, plan.window.from)
    refuseAfterEnd(this.#rounds, plan)
  }

  start(): void {
    if (this.#rounds === null) throw new Error('check(plan) comes before start()')
    this.#running = this.#rounds.map((round) => this.#play(round))
    // A bug is thrown by finish(), not before.
    for (const round of this.#running) round.catch(() => {})
  }

  async finish(): Promise<void> {
    this.#ending.abort()
    try {
      const ends = await Promise.allSettled(this.#running)
      const bug = ends.find((end) => end.status === 'rejected')
      if (bug) throw bug.reason
    } finally {
      await this.#setting.watchdog.close()
    }
  }

  async #play({ fault, round, start }: Round): Promise<void> {
    const { world, ending } = this.#setting
    const from = start.kind === 'at' ? nanos(0) : await this.#untilIssued(start.requests)
    if (from !== null) {
      const due = from + (start.kind === 'at' ? start.at : start.delay)
      await pause((due - world.now()) / NS_PER_MS, ending)
    }
    if (ending.aborted) return this.#skip(fault, round, 'the load ended first')
    const names = world.replicas().map(({ name }) => name)
    const hit = this.#hitBy(fault)
    const victim = chooseVictim(fault, round, {
      names,
      hit,
      isGone: (name) => world.isGone(name),
      inFlight: (name) => world.inFlight(name),
    })
    const target = world.replicas().find(({ name }) => name === victim)
    if (target === undefined) return this.#skip(fault, round, 'its replica is not there')
    hit.push(target.name)
    await runRound(this.#setting, fault, round, target)
  }

  #hitBy(fault: Fault): string[] {
    const known = this.#hit.get(fault)
    if (known !== undefined) return known
    const none: string[] = []
    this.#hit.set(fault, none)
    return none
  }

  /** @returns when it was so; null: the load ended first */
  #untilIssued(requests: number): Promise<Nanos | null> {
    const { world, ending } = this.#setting
    const known = this.#reached.get(requests)
    if (known !== undefined) return known
    const reached = (async () => {
      while (!ending.aborted && world.issued() < requests) await pause(COUNT_POLL_MS, ending)
      return ending.aborted ? null : world.now()
    })()
    this.#reached.set(requests, reached)
    return reached
  }

  #skip(fault: Fault, round: number, because: string): void {
    const { world } = this.#setting
    const { which, action, name } = fault
    const replica = typeof which === 'object' && 'replica' in which ? which.replica : ''
    const method = action.kind
    world.event({ at: world.now(), kind: 'fault', fault: name, round, replica, step: 'skipped', method, because })
  }
}
