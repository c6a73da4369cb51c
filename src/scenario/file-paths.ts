import { resolve } from 'node:path'
import { isMapping, type Path, type ScenarioDocument, valueAt } from './document.ts'

const WHERE: readonly Path[] = [
  ...['jsonl', 'sharegpt', 'azure', 'burstgpt', 'mooncake'].map((kind) => ['dataset', kind, 'path']),
  ['load', 'trace', 'path'],
  ['load', 'user_conf'],
]
const OF_TARGET: readonly Path[] = [
  ['tls', 'ca'],
  ['tls', 'cert'],
  ['tls', 'key'],
  ['apiKey', 'file'],
]

/** Paths of files a scenario names are relative to the file they stand in: makes them absolute. */
export function anchorPaths(document: ScenarioDocument, folder: string): ScenarioDocument {
  const value = structuredClone(document.value)
  for (const path of [...WHERE, ...targetPaths(value), ...listed(value)]) anchor(value, path, folder)
  return { value, places: document.places }
}

/** Of each fault and each probe. */
const OF_LISTED: readonly [string, Path][] = [
  ['faults', ['pidFile']],
  ['probes', ['rapl']],
  ['probes', ['csv', 'path']],
]

function listed(value: unknown): Path[] {
  return OF_LISTED.flatMap(([key, path]) => {
    const list = valueAt(value, [key])
    return Array.isArray(list) ? list.map((_, index) => [key, index, ...path]) : []
  })
}

function targetPaths(value: unknown): Path[] {
  const targets = valueAt(value, ['targets'])
  if (Array.isArray(targets)) {
    return targets.flatMap((_, index) => OF_TARGET.map((path) => ['targets', index, ...path]))
  }
  return OF_TARGET.map((path) => ['targets', ...path])
}

function anchor(value: unknown, path: Path, folder: string): void {
  const parent = valueAt(value, path.slice(0, -1))
  const key = path.at(-1) as string
  if (isMapping(parent) && typeof parent[key] === 'string' && parent[key] !== '') {
    parent[key] = resolve(folder, parent[key])
  }
}
