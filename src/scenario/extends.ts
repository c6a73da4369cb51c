import { readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import type { Place } from '../base/failure.ts'
import { isMapping, type ScenarioDocument } from './document.ts'
import { anchorPaths } from './file-paths.ts'
import { merge } from './merge.ts'
import { parseDocument } from './parse-document.ts'
import { issue, ScenarioFailure } from './scenario-failure.ts'

/**
 * Reads a scenario file and everything it extends into one document.
 * @throws ScenarioFailure when a file cannot be read or parsed, or extends itself
 */
export function readDocument(path: string): ScenarioDocument {
  return linkExtends(parseDocument(readText(path, { file: path }), path), path, [resolve(path)])
}

/**
 * Replaces `extends` by what it names, relative to the file it stands in.
 * @param chain absolute paths of the files being read, the outermost first
 */
export function linkExtends(document: ScenarioDocument, file: string, chain: readonly string[]): ScenarioDocument {
  const own = anchorPaths(document, dirname(resolve(file)))
  if (!isMapping(own.value) || !('extends' in own.value)) return own
  const { extends: named, ...rest } = own.value
  const place = own.places.value(['extends'])
  if (typeof named !== 'string') {
    throw new ScenarioFailure([issue('type', 'extends: expected the path of another scenario file', place)])
  }
  const path = resolve(dirname(file), named)
  if (chain.includes(path)) {
    const cycle = [...chain.slice(chain.indexOf(path)), path].map((step) => relative('.', step)).join(' → ')
    throw new ScenarioFailure([issue('extends-cycle', `extends: the files extend one another: ${cycle}`, place)])
  }
  const shown = relative('.', path)
  const base = linkExtends(parseDocument(readText(path, place), shown), path, [...chain, path])
  return merge(base, { value: rest, places: own.places })
}

function readText(path: string, place: Place): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const because = WHY[(cause as NodeJS.ErrnoException).code ?? ''] ?? (cause as Error).message
    throw new ScenarioFailure([issue('unreadable', `cannot read ${relative('.', path) || path}: ${because}`, place)])
  }
}

const WHY: { readonly [code: string]: string } = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
}
