import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Books } from '../../src/model/analysis.ts'
import type { FaultStep } from '../../src/model/fault.ts'
import type { RunEvent } from '../../src/model/run-log.ts'
import { type Fleet, type FleetOptions, type FleetReplica, startFleet } from '../../src/sim/fleet.ts'
import type { Ended, Owner, Started } from './cli.ts'
import { type Parts, writeScenario } from './scenario.ts'
import { hasRun, onlyRun } from './stored-run.ts'
import { until } from './until.ts'

/** Runs against simulated replicas that are processes of their own, and can be hit. */

/** Fast enough that a test does not wait for it, slow enough that requests overlap. */
const ENGINE = { stepBase: 4e6, stepPerSequence: 0 } as never

/** Gone when the test ends. */
export async function fleetFor(t: Owner, options: FleetOptions = {}): Promise<Fleet> {
  const fleet = await startFleet({ replicas: 2, engine: ENGINE, ...options })
  t.after(() => fleet.stop())
  return fleet
}

/** What is known of replicas from outside. */
export type Outside = readonly Pick<FleetReplica, 'name' | 'url'>[]

export const targetsOf = (replicas: Outside) =>
  replicas.map(({ name, url }) => ({ name, url, protocol: 'openai-chat', model: 'sim' }))

/** 20 requests a second, spread evenly over the replicas. */
export const steady = (duration: string) => ({
  arrivals: 'constant',
  rate: '20/s',
  duration,
  warmup: { requests: 0 },
  drain: '1s',
})

/** @returns the file's name inside the folder */
export function writeFleetScenario(folder: string, fleet: { replicas: Outside }, { rest, ...parts }: Parts): string {
  return writeScenario(folder, '', { ...parts, rest: { targets: targetsOf(fleet.replicas), ...rest } })
}

export type FaultEvent = Extract<RunEvent, { kind: 'fault' }>

/** What the log says of faults, sealed or not. */
export function faultEventsOf(folder: string): FaultEvent[] {
  const file = join(folder, 'events.jsonl')
  if (!existsSync(file)) return []
  const whole = readFileSync(file, 'utf8').split('\n').slice(0, -1)
  return whole.map((line) => JSON.parse(line) as RunEvent).filter((event) => event.kind === 'fault')
}

export const stepsOf = (folder: string): FaultStep[] => faultEventsOf(folder).map(({ step }) => step)

/** @returns the run's folder once the log tells of a fault's step */
export async function untilStep(started: Started, cwd: string, step: FaultStep): Promise<string> {
  await until(started, `a fault was ${step}`, () => hasRun(cwd) && stepsOf(onlyRun(cwd)).includes(step))
  return onlyRun(cwd)
}

/** What a machine that is too busy to measure on may make of a run. */
const BUSY = ['generator-bottleneck', 'generator-saturated']

export interface ResultLine {
  result: string
  exit: number
  ended: string
  books: Pick<Books, 'planned' | 'outcomes' | 'unrecorded'>
  findings: { id: string; severity: string }[]
}

/** The line that `run --json` ends with. */
export function resultOf({ stdout, stderr, code }: Ended): ResultLine {
  const last = stdout.trimEnd().split('\n').at(-1)
  assert.ok(last, `a line of JSON, not exit ${code}\n${stderr}`)
  return JSON.parse(last)
}

const EXITS = { pass: 0, fail: 1 } as const

/** It passed or failed, or would have on a quieter machine. */
export function assertResult(ended: Ended, result: 'pass' | 'fail'): ResultLine {
  const line = resultOf(ended)
  const invalid = line.findings.filter(({ severity }) => severity === 'invalid').map(({ id }) => id)
  const said = ended.stdout + ended.stderr
  assert.deepEqual(
    invalid.filter((id) => !BUSY.includes(id)),
    [],
    said,
  )
  if (invalid.length === 0) assert.deepEqual([ended.code, line.result], [EXITS[result], result], said)
  assert.equal(line.exit, ended.code)
  return line
}
