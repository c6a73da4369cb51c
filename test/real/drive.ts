import { CheckList } from './check-list.ts'
import {
  checkAllOk,
  checkBooks,
  checkOrder,
  checkTokens,
  checkVerdict,
  type PlanLine,
  parseLines,
  type ResultLine,
  resultOf,
} from './checks.ts'
import type { Counts } from './counts.ts'
import { type Figures, figuresOf } from './figures.ts'
import { readRows } from './read-rows.ts'
import type { RealServer, Surface } from './real-server.ts'
import { writeScenario } from './run-folder.ts'
import type { RunningServer } from './running-server.ts'
import { settledCounts } from './settled-counts.ts'
import { tailgate } from './tailgate.ts'

/** One scenario run against one surface of a real server, with what came of it. */
export interface Driven {
  list: CheckList
  result: ResultLine
  client: Counts
  server: Counts
  figures: Figures
}

/** Plans and runs a scenario, and holds the log against the plan and the server's own counters. */
export async function drive(
  server: RealServer,
  surface: Surface,
  up: RunningServer,
  scenario: { name: string; file: object },
): Promise<Driven> {
  const { path, out } = writeScenario([server.name, surface.name, scenario.name], scenario.file)
  const plan = await tailgate(['plan', path, '--json'])
  const before = await up.metrics()
  const ended = await tailgate(['run', path, '--json', '--out', out])
  const result = resultOf(ended)
  const counted = await settledCounts(server, surface, up, before)
  const log = await readRows(result.run)
  const list = new CheckList()
  checkVerdict(list, ended, result, 'pass')
  list.equal('end', result.ended, 'complete')
  checkBooks(list, result, log)
  checkAllOk(list, result)
  checkOrder(list, log, parseLines<PlanLine>(plan.out))
  const client = checkTokens(list, log, counted)
  return { list, result, client, server: counted, figures: await figuresOf(result.run) }
}
