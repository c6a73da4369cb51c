/**
 * `npm run test:real [-- vllm llama.cpp triton mlserver] [-- --light]`: real inference servers, from nothing. Each is
 * installed into the cache, started, driven by the four MLPerf scenarios, interrupted, and stopped with all it started.
 * Ends with one line of totals that a machine can read.
 */
import { CACHE } from './cache.ts'
import { rowOf, TABLE_HEAD } from './result-row.ts'
import { stopAllServers } from './running-server.ts'
import { selectServers } from './selection.ts'
import { table } from './table.ts'
import { type Tried, tryServer } from './try-server.ts'

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stopAllServers().finally(() => process.exit(130)))
}

let passed = 0
let failed = 0
let skipped = 0
const rows: string[][] = []

for (const { server, named } of selectServers(process.argv.slice(2))) {
  console.log(`\n${server.name}: ${server.versions}`)
  await tryServer(server, (tried) => tell(tried, named))
}
console.log(`\nin ${CACHE}`)
console.log(`\n${table([TABLE_HEAD, ...rows])}`)
console.log(`\n${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`)
process.exitCode = failed === 0 ? 0 : 1

function tell({ server, surface, what, outcome }: Tried, named: boolean): void {
  const failures = failuresOf(outcome)
  const word = outcome.kind === 'impossible' && !named ? 'skipped' : failures.length === 0 ? 'ok' : 'FAILED'
  if (word === 'ok') passed++
  else if (word === 'skipped') skipped++
  else failed++
  console.log(`${word}: ${[server, surface, what].filter((part) => part !== '').join(' ')}`)
  for (const failure of failures) console.log(`    ${failure}`)
  rows.push(rowOf({ server, surface, what, outcome }))
}

function failuresOf(outcome: Tried['outcome']): readonly string[] {
  if (outcome.kind === 'driven') return outcome.driven.list.failures
  if (outcome.kind === 'drilled') return outcome.drilled.list.failures
  return [outcome.why]
}
