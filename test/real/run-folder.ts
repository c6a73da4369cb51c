import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE, cacheFolder } from './cache.ts'

/**
 * Writes a scenario file into an empty folder of the cache, named after what is tried.
 * @returns the file's path, and the folder its runs go to
 */
export function writeScenario(name: readonly string[], file: object): { path: string; out: string } {
  rmSync(join(CACHE, 'runs', ...name), { recursive: true, force: true })
  const folder = cacheFolder('runs', ...name)
  const path = join(folder, 'scenario.json')
  writeFileSync(path, JSON.stringify(file, null, 2))
  return { path, out: join(folder, 'reports') }
}
