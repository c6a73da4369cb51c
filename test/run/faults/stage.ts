/** A stage for faults: real servers, a clock, and everything that is told. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../../../src/base/clock.ts'
import { fromSeconds, type Nanos, nanos } from '../../../src/base/nanos.ts'
import type { Fault } from '../../../src/model/fault.ts'
import type { PlanSummary, RunEvent } from '../../../src/model/run-log.ts'
import type { FaultTarget, FaultWorld } from '../../../src/run/faults/director.ts'
import { isAlive, type Process, readProcess } from '../../../src/run/faults/processes/process-table.ts'

export const TINY = fileURLToPath(new URL('./tiny-server.mjs', import.meta.url))
const NO_ACCESS = { headers: {}, authorization: null, tls: null }

export interface Server {
  child: ChildProcess
  pid: number
  port: number
  children: readonly number[]
  target: FaultTarget
  /** Ends it and all of its own. */
  end(): Promise<void>
}

export async function startServer(name: string, mode = 'plain', model = 'tiny', port = 0): Promise<Server> {
  const child = spawn(process.execPath, [TINY, String(port), model, mode], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [said] = await once(child.stdout, 'data')
  const { port: at, children } = JSON.parse(String(said)) as { port: number; children: number[] }
  const pid = child.pid as number
  const kin = [pid, ...children].flatMap((each) => readProcess(each) ?? [])
  return { child, pid, port: at, children, target: targetAt(name, at), end: () => endAll(kin) }
}

export const targetAt = (name: string, port: number, host = '127.0.0.1'): FaultTarget => ({
  name,
  url: `http://${host}:${port}`,
  protocol: 'openai-completions',
  model: 'tiny',
  access: NO_ACCESS,
})

export async function endAll(processes: readonly Process[]): Promise<void> {
  for (const each of processes) if (isAlive(each)) process.kill(each.pid, 'SIGKILL')
  while (processes.some(isAlive)) await setTimeout(2)
}

export type FaultEvent = Extract<RunEvent, { kind: 'fault' }>

export interface Stage extends FaultWorld {
  /** The run's zero is now. */
  begin(): void
  readonly events: readonly FaultEvent[]
  steps(round?: number): string[]
  /** Resolves with the first event of that step. */
  heard(step: FaultEvent['step'], round?: number): Promise<FaultEvent>
}

export function stageOf(targets: readonly FaultTarget[], more: Partial<FaultWorld> = {}): Stage {
  let zero = systemClock()
  const events: FaultEvent[] = []
  const find = (step: string, round: number) => events.find((each) => each.step === step && each.round === round)
  return {
    events,
    begin: () => {
      zero = systemClock()
    },
    now: () => nanos(systemClock() - zero) as Nanos,
    event: (event) => {
      if (event.kind === 'fault') events.push(event)
    },
    replicas: () => targets,
    isGone: () => false,
    inFlight: () => 0,
    issued: () => 0,
    ...more,
    steps: (round = 0) => events.filter((each) => each.round === round).map(({ step }) => step),
    heard: async (step, round = 0) => {
      for (;;) {
        const event = find(step, round)
        if (event) return event
        await setTimeout(2)
      }
    },
  }
}

export const PLAN: PlanSummary = {
  loop: 'open',
  queries: 1000,
  samplesPerQuery: 1,
  window: { from: nanos(0), to: fromSeconds(60) },
  digest: null,
}

export function faultOf(more: Partial<Fault>): Fault {
  return {
    name: 'trouble',
    action: { kind: 'process', signal: 'KILL', by: { port: true }, tree: true },
    which: { replica: 'a' },
    when: { kind: 'at', at: nanos(0) },
    duration: null,
    repeat: { times: 1, every: nanos(0), rotate: false },
    restart: null,
    ...more,
  }
}

export const signalOf = (signal: 'KILL' | 'TERM' | 'INT' | 'STOP', tree = true): Fault['action'] => ({
  kind: 'process',
  signal,
  by: { port: true },
  tree,
})
