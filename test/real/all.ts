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
const rows: string[][] = []

function told({ server, surface, what, outcome }: Tried): void {
  const name = [server, surface, what].filter((part) => part !== '').join(' ')
  const failures =
    outcome.kind === 'broken'
      ? [outcome.why]
      : (outcome.kind === 'driven' ? outcome.driven : outcome.drilled).list.failures
  if (failures.length === 0) passed++
  else failed++
  console.log(`${failures.length === 0 ? 'ok' : 'FAILED'}: ${name}`)
  for (const failure of failures) console.log(`    ${failure}`)
  rows.push(rowOf({ server, surface, what, outcome }))
}

const servers = selectServers(process.argv.slice(2))
console.log(`in ${CACHE}`)
for (const server of servers) {
  console.log(`\n${server.name}: ${server.versions}`)
  await tryServer(server, told)
}
console.log(`\n${table([TABLE_HEAD, ...rows])}`)
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
