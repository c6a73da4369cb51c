import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'

/**
 * A program that stands for kubectl: prints `list`; with `--watch` each line of `events` as it is appended, until it is
 * killed or `end` appears. Where `error` is, it fails with that text instead.
 */
const PROGRAM = `
const fs = require('node:fs')
const at = (name) => __dirname + '/' + name
const args = process.argv.slice(2)
fs.appendFileSync(at('calls'), JSON.stringify(args) + '\\n')
if (fs.existsSync(at('error'))) {
  process.stderr.write(fs.readFileSync(at('error')))
  process.exit(1)
}
if (!args.includes('--watch')) {
  process.stdout.write(fs.readFileSync(at('list')))
  process.exit(0)
}
fs.writeFileSync(at('watching'), '')
let seen = 0
const look = () => {
  if (fs.existsSync(at('end'))) process.exit(fs.existsSync(at('error')) ? 1 : 0)
  const text = fs.readFileSync(at('events'), 'utf8')
  process.stdout.write(text.slice(seen))
  seen = text.length
}
look()
setInterval(look, 5)
`

export class FakeKubectl {
  readonly program: string
  readonly #folder: string

  constructor(t: TestContext) {
    this.#folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tailgate-kubectl-'))
    t.after(() => fs.rmSync(this.#folder, { recursive: true, force: true }))
    this.program = path.join(this.#folder, 'kubectl.cjs')
    fs.writeFileSync(this.program, `#!${process.execPath}\n${PROGRAM}`, { mode: 0o755 })
    this.write('events', '')
  }

  get calls(): string[][] {
    return this.#read('calls')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
  }

  /** A watch is past the point where `error` would have it fail at once. */
  get isWatching(): boolean {
    return fs.existsSync(path.join(this.#folder, 'watching'))
  }

  write(name: 'list' | 'events' | 'error' | 'end', text: string): void {
    fs.writeFileSync(path.join(this.#folder, name), text)
  }

  append(event: unknown): void {
    fs.appendFileSync(path.join(this.#folder, 'events'), `${JSON.stringify(event, null, 2)}\n`)
  }

  remove(name: 'error' | 'end'): void {
    fs.rmSync(path.join(this.#folder, name), { force: true })
  }

  #read(name: string): string {
    const file = path.join(this.#folder, name)
    return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : ''
  }
}
