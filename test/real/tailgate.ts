import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ROOT } from './cache.ts'
import { forget, mayStart, remember } from './started.ts'

const MINUTES = 8
/** A run that is interrupted drains, and undoes its faults. */
const GRACE_SECONDS = 60

/** A `tailgate` command of this checkout, as a script would run it; a terminal's Ctrl-C reaches it only by `stop`. */
export class TailgateProcess {
  readonly child: ChildProcess
  out = ''
  err = ''
  readonly #ended: Promise<number | NodeJS.Signals>

  constructor(args: readonly string[], env: { readonly [name: string]: string } = {}) {
    mayStart()
    const command = [join(ROOT, 'src', 'bin.ts'), ...args]
    this.child = spawn(process.execPath, command, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: MINUTES * 60_000,
      detached: true,
    })
    remember(this)
    favor(this.child.pid)
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.out += text
    })
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.err += text
    })
    this.#ended = once(this.child, 'close').then(([code, signal]) => signal ?? code)
    void this.#ended.finally(() => forget(this))
  }

  /** @returns its exit code, or the signal that ended it */
  ended(): Promise<number | NodeJS.Signals> {
    return this.#ended
  }

  /** Interrupts it, so that it leaves nothing undone, and ends it where that takes too long. */
  async stop(): Promise<void> {
    this.child.kill('SIGINT')
    const ended = await Promise.race([this.#ended, sleep(GRACE_SECONDS * 1000, null, { ref: false })])
    if (ended === null) this.child.kill('SIGKILL')
  }
}

/** Who measures goes before servers and whatever else shares few cores, where the system grants it. */
function favor(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, -15)
  } catch {
    // not granted, or it ended at once
  }
}

export interface Ended {
  exit: number | NodeJS.Signals
  out: string
  err: string
}

export async function tailgate(args: readonly string[], env: { readonly [name: string]: string } = {}): Promise<Ended> {
  const run = new TailgateProcess(args, env)
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
