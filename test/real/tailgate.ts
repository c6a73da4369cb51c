import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ROOT } from './cache.ts'

const MINUTES = 8

/** A `tailgate` command of this checkout, as a script would run it. */
export class TailgateProcess {
  readonly child: ChildProcess
  out = ''
  err = ''
  readonly #ended: Promise<number | NodeJS.Signals>

  constructor(args: readonly string[]) {
    const command = [join(ROOT, 'src', 'bin.ts'), ...args]
    this.child = spawn(process.execPath, command, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: MINUTES * 60_000,
    })
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.out += text
    })
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.err += text
    })
    this.#ended = once(this.child, 'close').then(([code, signal]) => signal ?? code)
  }

  /** @returns its exit code, or the signal that ended it */
  ended(): Promise<number | NodeJS.Signals> {
    return this.#ended
  }
}

export interface Ended {
  exit: number | NodeJS.Signals
  out: string
  err: string
}

export async function tailgate(args: readonly string[]): Promise<Ended> {
  const run = new TailgateProcess(args)
  const exit = await run.ended()
  return { exit, out: run.out, err: run.err }
}

/** The run folder that appears under `out` while Tailgate works, once its first rows are on disk. */
export async function folderWithRows(out: string, run: TailgateProcess): Promise<string> {
  while (run.child.exitCode === null) {
    for (const name of entries(out)) {
      const folder = join(out, name)
      if (entries(join(folder, 'requests')).some((file) => file.endsWith('.parquet'))) return folder
    }
    await sleep(100)
  }
  throw new Error(`tailgate ended before it wrote any rows: ${run.err}`)
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
