import { writeFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { leaveClientCore } from './cores.ts'
import { measures } from './measures/index.ts'
import type { Row } from './measures/measure.ts'
import { CACHE } from './places.ts'
import { buildPackage, buildYardsticks } from './yardstick/build.ts'

/**
 * Measures Tailgate against its bars and the C yardsticks: `npm run bench [-- M1 M2 …]`. The server has one core,
 * Tailgate another; everything is recorded. The table goes to stdout, the same in JSON to `.cache/bench.json`.
 */
async function main(names: readonly string[]): Promise<void> {
  const unknown = names.find((name) => !measures.some((measure) => measure.name === name))
  if (unknown !== undefined) {
    throw new Error(`no measure ${unknown}; there are ${measures.map(({ name }) => name).join(' ')}`)
  }
  buildYardsticks()
  buildPackage()
  leaveClientCore()
  const rows: Row[] = []
  for (const measure of measures) {
    if (names.length > 0 && !names.includes(measure.name)) continue
    const measured = await measure.run()
    for (const row of measured) process.stdout.write(`${lineOf(row)}\n`)
    rows.push(...measured)
  }
  const host = { cpu: cpus()[0].model, cores: cpus().length, memory: totalmem(), os: release(), node: process.version }
  writeFileSync(
    join(CACHE, '..', 'bench.json'),
    `${JSON.stringify({ at: new Date().toISOString(), host, rows }, null, 2)}\n`,
  )
  process.stdout.write(`${rows.filter((row) => row.pass).length} of ${rows.length} bars reached\n`)
}

function lineOf({ pass, figure, bar, value, unit, note }: Row): string {
  const reached = `${spell(value)}${unit === '' ? '' : ` ${unit}`}`
  return `${pass ? 'pass' : 'MISS'}  ${figure.padEnd(76)} ${bar.padStart(12)}  ${reached.padStart(12)}   ${note}`
}

function spell(value: number): string {
  if (!Number.isFinite(value)) return 'none'
  return value >= 1000 ? value.toFixed(0) : value.toFixed(3)
}

await main(process.argv.slice(2))
