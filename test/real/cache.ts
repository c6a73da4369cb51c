import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Where servers are installed and runs are kept: `.cache/real`, or TAILGATE_REAL_CACHE. */
export const CACHE = resolve(ROOT, process.env.TAILGATE_REAL_CACHE ?? '.cache/real')

/** A folder of the cache, made when it is not there. */
export function cacheFolder(...path: string[]): string {
  const folder = join(CACHE, ...path)
  mkdirSync(folder, { recursive: true })
  return folder
}

/**
 * Installs into a folder once. A folder that holds another recipe, or an install that never ended, is begun again.
 * @param recipe names every version, so that a changed pin installs anew
 * @returns whether there was anything to do
 */
export async function installOnce(folder: string, recipe: string, install: () => Promise<void>): Promise<boolean> {
  const mark = join(folder, 'installed.txt')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === recipe) return false
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  await install()
  writeFileSync(mark, recipe)
  return true
}
