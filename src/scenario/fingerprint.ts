import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { Scenario } from '../model/scenario.ts'
import { isMapping } from './document.ts'

/**
 * SHA-256 of a scenario's canonical form, in hex. Where files lie is left out of it (folders of data and keys, the
 * folder of the runs), so that two hosts with the same files have the same fingerprint.
 */
export function fingerprint(scenario: Scenario): string {
  const { dir: _, ...log } = scenario.log
  return createHash('sha256')
    .update(canonical(withoutFolders({ ...scenario, log })))
    .digest('hex')
}

/** JSON of one spelling: keys sorted by code unit, no space, numbers as ECMAScript prints them, −0 as 0. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (!isMapping(value)) return JSON.stringify(value === 0 ? 0 : value)
  const keys = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`
}

const PATHS = ['path', 'ca', 'cert', 'key', 'file', 'pidFile']
/** Mappings whose keys are names that users or servers gave, and what is no folder though it is called a path. */
const AS_THEY_ARE = ['extra', 'headers', 'weights', 'attributes', 'queries', 'columns', 'health']

function withoutFolders(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutFolders)
  if (!isMapping(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const isPath = PATHS.includes(key) && typeof inner === 'string'
      return [key, isPath ? basename(inner) : AS_THEY_ARE.includes(key) ? inner : withoutFolders(inner)]
    }),
  )
}
