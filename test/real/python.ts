import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Impossible, requireProgram } from './prerequisite.ts'
import { runStep } from './step.ts'

/** The interpreter virtual environments are made from: TAILGATE_REAL_PYTHON, or python3. */
const PYTHON = process.env.TAILGATE_REAL_PYTHON ?? 'python3'

/** @throws Impossible that says which Python there is, when it is older than needed or there is none */
export async function requirePython(folder: string, [major, minor]: readonly [number, number]): Promise<void> {
  await requireProgram(folder, PYTHON)
  const asked = 'import sys; print(*sys.version_info[:2])'
  const found = (await runStep({ command: PYTHON, args: ['-c', asked], cwd: folder })).trim().split(' ').map(Number)
  if (found[0] > major || (found[0] === major && found[1] >= minor)) return
  throw new Impossible(`needs Python ${major}.${minor} or newer; ${PYTHON} is ${found.join('.')}`)
}

/** A virtual environment in `folder/venv`. */
export async function makeVenv(folder: string): Promise<void> {
  await runStep({ command: PYTHON, args: ['-m', 'venv', 'venv'], cwd: folder })
}

export const venvPython = (folder: string): string => join(folder, 'venv', 'bin', 'python')

export async function pipInstall(folder: string, args: readonly string[]): Promise<void> {
  const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check']
  await runStep({ command: venvPython(folder), args: [...pip, ...args], cwd: folder })
}

/** Fetches one package's archive without what it depends on. @returns the file's path */
export async function pipDownload(folder: string, requirement: string): Promise<string> {
  const to = join(folder, 'download', requirement)
  const args = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--no-input', '--disable-pip-version-check', '-d', to]
  await runStep({ command: PYTHON, args: [...args, requirement], cwd: folder })
  return join(to, readdirSync(to)[0])
}

export async function unzip(folder: string, archive: string, into: string): Promise<void> {
  await runStep({ command: PYTHON, args: ['-m', 'zipfile', '-e', archive, into], cwd: folder })
}

/** `lib/python3.x/site-packages` of a virtual environment. */
export function sitePackages(folder: string): string {
  const lib = join(folder, 'venv', 'lib')
  const version = readdirSync(lib).find((name) => name.startsWith('python3.'))
  return join(lib, version ?? 'python3', 'site-packages')
}
