/**
 * The test command: types, lint and format, then every `*.test.ts` under test/, and those of test/timed/, which hold
 * Tailgate against the clock of what it loads, one at a time. Ends with one line of totals that a machine can read.
 * Arguments are passed on as the files to run: `npm test -- test/stats/quantile.test.ts`.
 */
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = (name: string) => `${root}node_modules/.bin/${name}`

let passed = 0
let failed = 0

function check(name: string, command: string, args: string[]): void {
  const started = Date.now()
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' })
  if (status === 0) passed++
  else failed++
  console.log(`${status === 0 ? 'ok' : 'FAILED'}: ${name} (${Date.now() - started} ms)`)
}

const asked = process.argv.slice(2)
if (asked.length === 0) {
  check('types', bin('tsc'), ['-p', '.'])
  check('lint and format', bin('biome'), ['check', '.'])
}

const found = (pattern: string, exclude: string[]) => globSync(pattern, { cwd: root, exclude }).sort()
if (asked.length > 0) await runTests(asked, 1)
else {
  await runTests(found('test/**/*.test.ts', ['test/real/**', 'test/timed/**']), 2)
  await runTests(found('test/timed/*.test.ts', []), 1)
}
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

function runTests(files: readonly string[], concurrency: number): Promise<void> {
  const stream = run({
    files: files.map((file) => (file.startsWith('/') ? file : root + file)),
    concurrency,
    timeout: 300_000,
  })
  stream.on('test:pass', (test) => {
    if (test.details.type !== 'suite' && test.skip === undefined) passed++
  })
  stream.on('test:fail', (test) => {
    if (test.details.type !== 'suite') failed++
  })
  stream.compose(spec).pipe(process.stdout)
  return new Promise((resolve) => stream.on('end', () => setImmediate(resolve)))
}
