import type { RunLog } from '../../../src/log/reader.ts'
import type { FaultStep } from '../../../src/model/fault.ts'
import type { HitClass, Impact } from '../../../src/model/impact.ts'
import type { CheckList } from '../check-list.ts'
import type { FleetDrill } from './fleet-drill.ts'
import { VICTIM } from './replica.ts'
import type { Route } from './route.ts'
import { faultEvents, leftAt, openAt, rowsOf } from './victim-rows.ts'

const WRONG: readonly FaultStep[] = ['failed', 'skipped', 'undo-failed', 'other-model']
const UNHURT: readonly HitClass[] = ['ok-unhurt', 'ok-slow', 'migrated']

/** It hit whom it was meant to hit, took effect, and was taken back. */
export function checkSteps(list: CheckList, log: RunLog, drill: FleetDrill): void {
  const told = faultEvents(log)
  const got = told.map(({ step }) => step)
  const inOrder = drill.steps.map((step) => got.indexOf(step))
  const isSo = inOrder.every((at, i) => at >= 0 && (i === 0 || at > inOrder[i - 1]))
  list.that(`the log tells ${drill.steps.join(', ')}, in this order`, isSo, got.join(', '))
  const wrong = told.filter(({ step }) => WRONG.includes(step))
  list.that('no step went wrong', wrong.length === 0, wrong.map(({ step, because }) => `${step} (${because})`).join())
  const others = told.filter(({ replica, method }) => replica !== VICTIM || method !== drill.method)
  list.that(`${drill.method} to ${VICTIM} and nothing else`, others.length === 0, others.map((e) => e.replica).join())
}

/** The hit set has everyone who was open on the victim, each with an end of an allowed kind. */
export function checkHits(
  list: CheckList,
  log: RunLog,
  { hits, milestones, estimated }: Impact,
  allowed: readonly HitClass[],
): void {
  const at = milestones.issued
  const open = openAt(log, rowsOf(log, VICTIM), at)
  list.that('somebody was hit', hits.n > 0, `${hits.n}`)
  const classes = Object.keys(hits.classes) as HitClass[]
  const sum = classes.reduce((total, hit) => total + (hits.classes[hit] ?? 0), 0)
  list.equal('the sum over classes', sum, hits.n)
  const fine = classes.every((hit) => allowed.includes(hit) || UNHURT.includes(hit))
  list.that(`hit requests end as ${allowed.join(', ')}, or whole`, fine, classes.join(', '))
  const everywhere = openAt(log, [...Array(log.requests.rows).keys()], at)
  list.equal('requests in flight in the fleet', hits.inFlight.fleet, everywhere.length)
  if (!estimated) list.equal('requests in flight on the victim', hits.inFlight.victim, open.length)
  const ended = everywhere.filter((row) => log.requests.done[row] > at)
  list.equal('requests in flight that have an end', ended.length, everywhere.length)
}

/** Once it was left out, nobody but trials went to it before it was back; the others took the load. */
export function checkEviction(list: CheckList, log: RunLog, impact: Impact, route: Route, drill: FleetDrill): void {
  if (!route.evicts.includes(drill.name)) return
  const { eviction, milestones, observed, hits } = impact
  list.that('it was left out', eviction !== null && !eviction.atLeast, JSON.stringify(eviction))
  const from = milestones.issued + (eviction?.value ?? 0)
  const back = [milestones.undone, milestones.restarted, milestones.portOpen].filter((at) => at !== null)
  const until = Math.min(observed.to, ...back)
  const during = (row: number) => leftAt(log, row) > from && leftAt(log, row) < until
  const strays = rowsOf(log, VICTIM).filter(during).length
  list.that('no request went to it then, but for trials', strays <= hits.trials, `${strays}, ${hits.trials} trials`)
  const rest = log.requests.tables.replica.filter((name) => name !== VICTIM).flatMap((name) => rowsOf(log, name))
  list.that('the survivor took requests then', rest.some(during), `none of ${rest.length}`)
}
