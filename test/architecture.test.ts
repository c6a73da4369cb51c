import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

/** docs/architecture.md as a test: who may import whom, who may touch the world, and what no file may be called. */

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const SRC = join(ROOT, 'src')

const MAY_IMPORT: { readonly [room: string]: readonly string[] } = {
  base: [],
  stats: ['base'],
  model: ['base'],
  scenario: ['model', 'base'],
  log: ['model', 'base'],
  run: ['log', 'model', 'stats', 'base'],
  analysis: ['stats', 'model', 'base'],
  distribute: ['run', 'log', 'model', 'base'],
  verdict: ['stats', 'model', 'base'],
  report: ['model', 'base'],
  sim: ['stats', 'model', 'base'],
}

/** Modules of Node that reach outside the process's memory, by what they touch. */
const EFFECTS: { readonly [module: string]: string } = {
  'node:fs': 'files',
  'node:fs/promises': 'files',
  'node:net': 'sockets',
  'node:tls': 'sockets',
  'node:http': 'sockets',
  'node:https': 'sockets',
  'node:http2': 'sockets',
  'node:dgram': 'sockets',
  'node:dns': 'sockets',
  'node:dns/promises': 'sockets',
  undici: 'sockets',
  'node:child_process': 'processes',
  'node:worker_threads': 'threads',
  'node:perf_hooks': 'clock',
  'node:readline': 'terminal',
}

const MAY_TOUCH: { readonly [room: string]: readonly string[] } = {
  base: ['clock'],
  scenario: ['files'],
  log: ['files'],
  run: ['sockets', 'processes', 'files', 'threads', 'clock'],
  distribute: ['threads', 'clock'],
  sim: ['sockets', 'processes', 'files', 'clock'],
}

const DRAWERS = /(^|[/-])(utils?|helpers?|common|shared|misc|manager)([./-]|$)/

const page = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8')
/** Cells of the page's table rows. */
const rows = page.split('\n').flatMap((line) => (line.startsWith('| ') ? [line.slice(2, -2).split(/ *\| */)] : []))
/** The extension points as the page lists them, `run/arrivals/`. */
const POINTS = rows.flatMap(([first]) => (/^`\w+\/[\w/]+\/`$/.test(first) ? [first.slice(1, -1)] : []))

const files = globSync('**/*.ts', { cwd: SRC }).sort()
const roomOf = (file: string) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : '')

interface Import {
  from: string
  /** A type alone: nothing is loaded. */
  typeOnly: boolean
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(SRC, file), 'utf8')
  const statements = text.matchAll(/(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[^'"`;]*?\sfrom\s+)?'([^']+)'/g)
  const dynamic = text.matchAll(/import\('([^']+)'\)/g)
  return [
    ...[...statements].map(([, type, from]) => ({ from, typeOnly: type !== undefined })),
    ...[...dynamic].map(([, from]) => ({ from, typeOnly: false })),
  ]
}

function localTarget(file: string, from: string): string {
  return relative(SRC, resolve(SRC, dirname(file), from))
}

describe('docs/architecture.md', () => {
  const listOf = (cell: string): string[] =>
    /^(–|nothing)$/.test(cell) ? [] : cell.replaceAll(/ \(.*?\)/g, '').split(', ')

  test('has the floors that are held here', () => {
    const floors = rows.filter(([floor, room]) => /^\d$/.test(floor) && room !== '`cli/`')
    const told = floors.map(([, room, , imports, effects]) => [room.slice(1, -2), listOf(imports), listOf(effects)])
    const held = Object.entries(MAY_IMPORT).map(([room, imports]) => [room, imports, MAY_TOUCH[room] ?? []])
    assert.deepEqual(told.sort(), held.sort())
  })

  test('lists extension points that are there', () => {
    assert.ok(POINTS.length > 10)
    for (const folder of POINTS) assert.ok(files.includes(`${folder}index.ts`), folder)
  })
})

describe('architecture', () => {
  for (const file of files) {
    const room = roomOf(file)
    if (room === '' || room === 'cli') continue

    test(`${file} imports only what its floor allows`, () => {
      const rooms = importsOf(file)
        .filter(({ from }) => from.startsWith('.'))
        .map(({ from }) => roomOf(localTarget(file, from)))
        .filter((other) => other !== room)
      assert.deepEqual(
        rooms.filter((other) => !MAY_IMPORT[room]?.includes(other)),
        [],
      )
    })

    test(`${file} touches only what its room may`, () => {
      const touched = importsOf(file)
        .filter(({ typeOnly }) => !typeOnly)
        .map(({ from }) => EFFECTS[from])
        .filter((effect) => effect !== undefined)
      assert.deepEqual(
        touched.filter((effect) => !(MAY_TOUCH[room] ?? []).includes(effect)),
        [],
      )
    })
  }

  test('the write side takes nothing of stats but random numbers', () => {
    const offenders = files
      .filter((file) => roomOf(file) === 'run')
      .flatMap((file) => importsOf(file).map(({ from }) => [file, localTarget(file, from)]))
      .filter(([, target]) => target.startsWith('stats/') && !target.startsWith('stats/random/'))
    assert.deepEqual(offenders, [])
  })

  test('only one file knows undici’s dispatcher and one the histogram library', () => {
    const users = (library: string) =>
      files.filter((file) => importsOf(file).some(({ from, typeOnly }) => from === library && !typeOnly))
    assert.ok(users('undici').every((file) => file.startsWith('run/transport/')))
    assert.ok(users('hdr-histogram-js').length <= 1)
  })

  test('there are no import cycles', () => {
    const graph = new Map(
      files.map((file) => [
        file,
        importsOf(file)
          .filter(({ from, typeOnly }) => from.startsWith('.') && !typeOnly)
          .map(({ from }) => localTarget(file, from)),
      ]),
    )
    const done = new Set<string>()
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) assert.fail(`cycle: ${[...path.slice(path.indexOf(file)), file].join(' → ')}`)
      if (done.has(file)) return
      for (const next of graph.get(file) ?? []) visit(next, [...path, file])
      done.add(file)
    }
    for (const file of files) visit(file, [])
  })

  test('no file or folder is a drawer', () => {
    assert.deepEqual(
      files.filter((file) => DRAWERS.test(file)),
      [],
    )
  })

  test('no file is longer than 250 lines, and the median is under 80', () => {
    const lengths = files.map((file) => readFileSync(join(SRC, file), 'utf8').split('\n').length)
    const long = files.filter((_, i) => lengths[i] > 251)
    assert.deepEqual(long, [])
    assert.ok(lengths.sort((a, b) => a - b)[Math.floor(lengths.length / 2)] < 80)
  })

  test('every plural folder’s index is a table without logic', () => {
    const tables = POINTS.map((folder) => `${folder}index.ts`)
    for (const file of tables) {
      const text = readFileSync(join(SRC, file), 'utf8')
      assert.doesNotMatch(text, /\b(for|while|switch)\s*\(/, file)
    }
  })
})
