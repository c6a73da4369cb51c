/**
 * `npm run test:real [-- vllm llama.cpp triton mlserver fleet] [-- --light]`: real inference servers, from nothing. Each
 * is installed into the cache, started, driven by the four MLPerf scenarios, interrupted, and stopped with all it
 * started; then two of one get into trouble under load. Ends with one line of totals that a machine can read.
 */
import { CACHE } from './cache.ts'
import { FLEET_HEAD, fleetRowOf } from './fleets/fleet-row.ts'
import { type FleetTried, tryFleet } from './fleets/try-fleet.ts'
import { rowOf, TABLE_HEAD } from './result-row.ts'
import { select } from './selection.ts'
import { stopAllStarted } from './started.ts'
import { table } from './table.ts'
import { Tally } from './tally.ts'
import { type Tried, tryServer } from './try-server.ts'

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stopAllStarted().finally(() => process.exit(130)))
}

const tally = new Tally()
const rows: string[][] = []
const fleetRows: string[][] = []
const { servers, fleets } = select(process.argv.slice(2))

for (const { server, named } of servers) {
  console.log(`\n${server.name}: ${server.versions}`)
  await tryServer(server, (tried) => {
    tally.tell([tried.server, tried.surface, tried.what], failuresOf(tried.outcome), isExcused(tried.outcome, named))
    rows.push(rowOf(tried))
  })
}
for (const { fleet, named } of fleets) {
  console.log(`\ntwo ${fleet.server.name}: ${fleet.server.versions}`)
  await tryFleet(fleet, (tried) => {
    const { server, drill, route, outcome } = tried
    // A balancer is nobody's name on the command line.
    tally.tell([server, drill, route], failuresOf(outcome), isExcused(outcome, named && route === ''))
    if (outcome.kind === 'drilled') console.log(`    ${outcome.drilled.sentence}`)
    fleetRows.push(fleetRowOf(tried))
  })
}
console.log(`\nin ${CACHE}`)
if (rows.length > 0) console.log(`\n${table([TABLE_HEAD, ...rows])}`)
if (fleetRows.length > 0) console.log(`\n${table([FLEET_HEAD, ...fleetRows])}`)
console.log(`\n${tally.line}`)
process.exitCode = tally.failed === 0 ? 0 : 1

function failuresOf(outcome: Tried['outcome'] | FleetTried['outcome']): readonly string[] {
  if (outcome.kind === 'driven') return outcome.driven.list.failures
  if (outcome.kind === 'drilled') return outcome.drilled.list.failures
  return [outcome.why]
}

/** What this machine lacks has failed only where it was asked for. */
function isExcused({ kind }: Tried['outcome'] | FleetTried['outcome'], named: boolean): boolean {
  return kind === 'impossible' && !named
}
