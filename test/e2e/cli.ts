import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'

/** The executable as a user starts it, in a process of its own. */

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const BIN = join(ROOT, 'src/bin.ts')

/** Longer than anything here may take on a busy little machine; what takes longer hangs. */
const HANGS_MILLIS = 45_000

/** Compiled code is kept between the many short processes of these tests. */
const COMPILE_CACHE = join(tmpdir(), `tailgate-compile-cache-${process.getuid?.() ?? 0}`)

export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

export interface Started {
  child: ChildProcess
  /** Everything it has said so far. */
  said(): string
  ended: Promise<Ended>
}

export interface Surroundings {
  cwd: string
  env?: NodeJS.ProcessEnv
  /** Another program than this checkout's: its executable and the arguments before the command's own. */
  program?: readonly [string, ...string[]]
  /** Of what takes longer than most. */
  hangsMillis?: number
}

/** A test, or whatever else cleans up behind itself. */
export interface Owner {
  after(clean: () => unknown): void
}

/** The owner of what the tests of a suite share: call it where `describe` runs. */
export function suite(): Owner {
  const cleanups: (() => unknown)[] = []
  after(async () => {
    for (const clean of cleanups) await clean()
  })
  return { after: (clean) => void cleanups.push(clean) }
}

/** A folder of the test's own, gone when it ends. */
export function scratch(t: Owner): string {
  const folder = mkdtempSync(join(tmpdir(), 'tailgate-e2e-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function start(
  args: readonly string[],
  { cwd, env, program, hangsMillis = HANGS_MILLIS }: Surroundings,
): Started {
  mkdirSync(COMPILE_CACHE, { recursive: true })
  const [executable, ...first] = program ?? [process.execPath, BIN]
  const child = spawn(executable, [...first, ...args], {
    cwd,
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const orphaned = () => child.kill('SIGKILL')
  process.once('exit', orphaned)
  const ended = new Promise<Ended>((resolve, reject) => {
    const hanging = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`tailgate ${args.join(' ')} hangs\n${stdout}${stderr}`))
    }, hangsMillis)
    child.once('close', (code, signal) => {
      clearTimeout(hanging)
      process.off('exit', orphaned)
      resolve({ code, signal, stdout, stderr })
    })
  })
  return { child, said: () => stdout + stderr, ended }
}

export function tailgate(args: readonly string[], surroundings: Surroundings): Promise<Ended> {
  return start(args, surroundings).ended
}
