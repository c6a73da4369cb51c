import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Started } from './cli.ts'
import { hasRun, onlyRun } from './stored-run.ts'

/** Waits for what a run in progress has written, and gives up when the run ends first. */

const LOOK_MILLIS = 20

export async function until(started: Started, what: string, seen: () => boolean): Promise<void> {
  let ended = false
  void started.ended.then(
    () => {
      ended = true
    },
    () => {
      ended = true
    },
  )
  while (!seen()) {
    if (ended) throw new Error(`the run ended before ${what}\n${started.said()}`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MILLIS))
  }
}

/** @returns the run's folder once it holds the file */
export async function untilFile(started: Started, cwd: string, file: string): Promise<string> {
  await until(started, `it wrote ${file}`, () => hasRun(cwd) && existsSync(join(onlyRun(cwd), file)))
  return onlyRun(cwd)
}

/** @returns the run's folder once a generator has reported at or after an instant of the run's clock */
export async function untilInstant(started: Started, cwd: string, nanos: number): Promise<string> {
  const folder = await untilFile(started, cwd, 'events.jsonl')
  await until(started, `${nanos} ns`, () => lastInstant(folder) >= nanos)
  return folder
}

export function untilSaid(started: Started, text: string): Promise<void> {
  return until(started, `it said "${text}"`, () => started.said().includes(text))
}

function lastInstant(folder: string): number {
  const whole = readFileSync(join(folder, 'events.jsonl'), 'utf8').split('\n').slice(0, -1)
  const events = whole.map((line) => JSON.parse(line) as { kind: string; at: number })
  return Math.max(0, ...events.filter(({ kind }) => kind === 'generator').map(({ at }) => at))
}
