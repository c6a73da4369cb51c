import { Failure } from '../../base/failure.ts'
import { type Nanos, NS_PER_MS } from '../../base/nanos.ts'
import type { Fault, FaultStep } from '../../model/fault.ts'
import type { FaultTarget, FaultWorld } from './director.ts'
import { createMethod } from './methods/index.ts'
import type { Method, Seen } from './methods/method.ts'
import { pause } from './pause.ts'
import { performUndo } from './perform-undo.ts'
import type { ProxyControl } from './proxy-control.ts'
import { watchComeback } from './recovery.ts'
import type { Undo } from './undo.ts'
import { undoOf } from './undo-of.ts'
import type { Watchdog } from './watchdog.ts'

/** What every round of a run shares. */
export interface RoundSetting {
  runId: string
  world: FaultWorld
  proxy: ProxyControl | null
  watchdog: Watchdog
  /** What each replica served before the load, by its name; null: unknown. */
  models: ReadonlyMap<string, readonly string[] | null>
  /** Aborted: no more waiting, everything is undone now. */
  ending: AbortSignal
}

const FIRST_LOOK_MS = 2
const LONGEST_LOOK_MS = 100
const GROWTH = 1.25

/** Hits one replica once, reads it back, undoes it, and watches it come back. Every step becomes an event of the run. */
export async function runRound(setting: RoundSetting, fault: Fault, round: number, target: FaultTarget): Promise<void> {
  const { world, proxy, watchdog, ending, runId } = setting
  const label = `tailgate-${runId}-${fault.name}-${round}`
  const others = world.replicas().filter((each) => each !== target && !world.isGone(each.name))
  const mission = { fault, action: fault.action, target, others, proxy }
  const method = createMethod(mission)

  try {
    await method.prepare()
  } catch (error) {
    return tell(isAbsent(error) ? 'skipped' : 'failed', reason(error))
  }
  if (ending.aborted) return tell('skipped', 'the load ended first')

  const undo = (): Undo | null => undoOf(mission, method, label)
  const issued = await inject()
  if (issued === null) return
  const { took, gone } = await readBack(issued)
  const comeback = method.ends && took ? watch(!gone) : null
  if (took && fault.duration !== null) await pause(millisUntil(issued + fault.duration), ending)
  else if (took) await ended(ending)
  const undone = await takeBack(took)
  await (comeback ?? (undone && took ? watch(false) : null))

  /** @returns when it was issued; null when it was not */
  async function inject(): Promise<Nanos | null> {
    let issued: Nanos | null = null
    try {
      const known = undo()
      if (known !== null) await watchdog.hold(label, known)
      await method.inject(() => {
        const at = world.now()
        issued = at
        queueMicrotask(() => tell('issued', method.describe(), at))
      })
      const grown = undo()
      if (grown !== null) await watchdog.hold(label, grown)
      return issued
    } catch (error) {
      tell('failed', reason(error))
      if (issued !== null) await takeBack(false)
      else watchdog.release(label)
      return null
    }
  }

  async function readBack(issued: Nanos): Promise<Seen> {
    for (let between = FIRST_LOOK_MS; ; between = Math.min(LONGEST_LOOK_MS, between * GROWTH)) {
      const seen = await look(method)
      const { took, what } = seen
      if (took) tell('confirmed', what)
      else if (ending.aborted) tell('failed', `the load ended before it took effect: ${what}`)
      else if (world.now() - issued > method.patience) tell('failed', `no effect: ${what}`)
      else {
        await pause(between, ending)
        continue
      }
      return seen
    }
  }

  /** A server that did not end is not started once more. */
  async function takeBack(took: boolean): Promise<boolean> {
    const way = undo()
    try {
      if (way === null || (way.kind === 'start' && !took)) return false
      const done = await performUndo(way, proxy)
      tell(way.kind === 'start' ? 'restarted' : 'undone', done)
      return true
    } catch (error) {
      tell('undo-failed', reason(error))
      return false
    } finally {
      watchdog.release(label)
    }
  }

  function watch(closesFirst: boolean): Promise<void> {
    const models = setting.models.get(target.name) ?? null
    return watchComeback({ target, models, closesFirst, reached: tell }, ending)
  }

  function millisUntil(at: number): number {
    return (at - world.now()) / NS_PER_MS
  }

  function tell(step: FaultStep, because: string, at: Nanos = world.now()): void {
    world.event({
      at,
      kind: 'fault',
      fault: fault.name,
      round,
      replica: target.name,
      step,
      method: method.name,
      because,
    })
  }
}

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

async function look(method: Method): Promise<Seen> {
  try {
    return await method.confirm()
  } catch (error) {
    if (error instanceof Failure) return { took: false, what: reason(error) }
    throw error
  }
}

/** Nobody was there to be hit: no fault of the run's. */
const isAbsent = (error: unknown): boolean =>
  error instanceof Failure && (error.code === 'fault.nobody-listens' || error.code === 'fault.no-process')

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error))
