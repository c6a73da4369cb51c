import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { RunLog } from '../../../src/log/reader.ts'
import type { Impact } from '../../../src/model/impact.ts'
import { CheckList } from '../check-list.ts'
import { checkBooks, type ResultLine, resultOf } from '../checks.ts'
import type { Samples } from '../metrics-page.ts'
import { readRows } from '../read-rows.ts'
import { writeScenario } from '../run-folder.ts'
import { settledCounts } from '../settled-counts.ts'
import { type Ended, tailgate } from '../tailgate.ts'
import { type Book, checkFirstLife, checkSurvivor, checkVictim } from './book-checks.ts'
import { checkEviction, checkHits, checkSteps } from './fault-checks.ts'
import { fleetScenario, STAMPS, stampsOf } from './fleet-scenario.ts'
import { checkHeldBack, checkJudged, checkReport } from './judged-checks.ts'
import { markOf } from './leftovers.ts'
import type { RealFleet } from './real-fleet.ts'
import type { Replica } from './replica.ts'
import { type Trial, trialName } from './trial.ts'
import { instantOf } from './victim-rows.ts'

/** What came of one drill on one route. */
export interface FleetDrilled {
  list: CheckList
  result: ResultLine
  impact: Impact
  survivor: Book
  /** Since it was started again, or, where it lived through it, over the whole run; null: it stayed away. */
  victim: Book | null
  /** The report's. */
  sentence: string
}

const NOTHING_YET: Samples = new Map()

/** Lets one of two running servers get into trouble on a route, and holds log and report against both servers. */
export async function runDrill(trial: Trial, pair: readonly Replica[]): Promise<FleetDrilled> {
  const { fleet, drill, route } = trial
  const [survivor, victim] = pair
  const before = await Promise.all(pair.map(({ up }) => up.metrics()))
  const run = await runThrough(trial, pair)
  const result = resultOf(run)
  const log = await readRows(result.run)
  const list = new CheckList()
  checkJudged(list, run, result, route)
  checkHeldBack(list, result, route)
  checkBooks(list, result, log)
  checkSteps(list, log, drill)
  const impact = await onlyImpact(result.run)
  checkHits(list, log, impact, [...drill.hurt, ...(fleet.hurt[drill.name] ?? []), ...route.adds])
  checkEviction(list, log, impact, route, drill)
  checkFirstLife(list, log)
  const { server, surface } = fleet
  const kept = checkSurvivor(list, log, survivor.name, await settledCounts(server, surface, survivor.up, before[0]))
  const victimBook = () => bookOfVictim(list, log, fleet, victim, drill.spares ? before[1] : NOTHING_YET)
  const back = drill.spares || instantOf(log, 'ready') !== null ? await victimBook() : null
  return { list, result, impact, survivor: kept, victim: back, sentence: checkReport(list, result.run, drill) }
}

async function runThrough(trial: Trial, pair: readonly Replica[]): Promise<Ended> {
  const name = trialName(trial)
  const open = await trial.route.open(pair, trial.fleet.surface)
  try {
    const { path, out } = writeScenario(name, fleetScenario(trial, open, pair[1]))
    writeFileSync(join(dirname(path), STAMPS), stampsOf(trial))
    return await tailgate(['run', path, '--json', '--out', out], markOf(name))
  } finally {
    await open.stop()
  }
}

/** @throws Error when the report tells of no fault, or of several */
async function onlyImpact(run: string): Promise<Impact> {
  const { out, err } = await tailgate(['report', run, '--format', 'json'])
  const { impacts } = JSON.parse(out) as { impacts: readonly Impact[] }
  if (impacts.length !== 1) throw new Error(`the report tells of ${impacts.length} impacts instead of one: ${err}`)
  return impacts[0]
}

async function bookOfVictim(
  list: CheckList,
  log: RunLog,
  { server, surface }: RealFleet,
  { up }: Replica,
  before: Samples,
): Promise<Book> {
  const from = before === NOTHING_YET ? (instantOf(log, 'restarted') ?? 0) : Number.NEGATIVE_INFINITY
  return checkVictim(list, log, await settledCounts(server, surface, up, before), from)
}
