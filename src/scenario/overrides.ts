import { parseDocument as parseYaml } from 'yaml'
import type { Place } from '../base/failure.ts'
import { overrideBound } from './bound-override.ts'
import { isMapping, type Path, Places, type ScenarioDocument, spellPath, valueAt } from './document.ts'
import { anchorPaths } from './file-paths.ts'
import { issue, ScenarioFailure } from './scenario-failure.ts'
import { maskSecrets } from './secret-mask.ts'

/** One value given outside the file. `flag` is where the user gave it, `--set` when not told. */
export interface Override {
  /**
   * `load.seed.schedule`, `targets[1].url` or `targets.1.url`, `targets.model` for every target's; `slo` for a bound that
   * joins those of the file.
   */
  path: string
  /** Read as YAML, so that `7`, `20/s`, `true` and `[a, b]` mean what they do in a file. */
  value: string | readonly string[]
  flag?: string
}

/** Keys that say the same thing in another way: what is overridden takes them away. */
const RIVALS: { readonly [path: string]: readonly string[] } = {
  'load.rate': [
    ...['target_qps', 'server_target_qps', 'offline_expected_qps'].map((name) => `load.mlperf.${name}`),
    'load.concurrency',
    'load.think',
    'load.trace.scale',
  ],
  'load.concurrency': ['load.rate', 'load.arrivals', 'load.scenario', 'load.mlperf', 'load.cap', 'load.tail'],
  'load.duration': ['load.queries', 'load.mlperf.min_duration', 'load.mlperf.min_duration_ms'],
  'load.queries': ['load.duration', 'load.mlperf.min_query_count'],
  'load.seed.schedule': ['load.mlperf.schedule_rng_seed'],
  'load.seed.order': ['load.mlperf.sample_index_rng_seed', 'load.mlperf.qsl_rng_seed'],
}

/**
 * Writes overrides into a document before it is decoded, so that they meet the same checks; their place is their flag.
 * Rivals give way in the file, not among the overrides: `--rate` with `--concurrency` is a contradiction, and stays one.
 * @throws ScenarioFailure for a path that leads nowhere
 */
export function applyOverrides(document: ScenarioDocument, overrides: readonly Override[]): ScenarioDocument {
  const value = structuredClone(document.value)
  for (const { path } of overrides) for (const rival of RIVALS[path] ?? []) remove(value, parsePath(rival))
  return overrides.reduce(applyOverride, { value, places: document.places })
}

/** `load.seed.schedule=7` → an override. @throws ScenarioFailure when there is no `=` */
export function parseOverride(text: string, flag = '--set'): Override {
  const at = text.indexOf('=')
  if (at > 0) return { path: text.slice(0, at).trim(), value: text.slice(at + 1).trim(), flag }
  const message = `${flag}: expected key=value, got ${maskSecrets(text)}`
  throw new ScenarioFailure([issue('override', message, { file: flag }, `for example ${flag} load.seed.schedule=7`)])
}

function applyOverride(document: ScenarioDocument, override: Override): ScenarioDocument {
  const flag = override.flag ?? '--set'
  const place: Place = { file: flag, source: shownSource(override, flag) }
  if (override.path === 'slo' && typeof override.value === 'string') {
    return overrideBound(document, override.value, place)
  }
  const path = parsePath(override.path)
  if (path[0] === 'extends') {
    throw refused('what a scenario extends is read before anything is overridden', place, 'write it into a file')
  }
  return pathsIn(document.value, path).reduce((into, one) => setOne(into, one, override.value, place), document)
}

/**
 * Where a path leads in this document: `targets.model` is every target's, and the only one, in the file or not, is also
 * `targets[0]`.
 */
function pathsIn(value: unknown, path: Path): Path[] {
  const [first, second, ...rest] = path
  if (first !== 'targets' || second === undefined) return [path]
  const targets = valueAt(value, ['targets'])
  if (!Array.isArray(targets)) return second === 0 ? [['targets', ...rest]] : [path]
  return typeof second === 'string' ? targets.map((_, index) => ['targets', index, second, ...rest]) : [path]
}

function setOne(document: ScenarioDocument, path: Path, given: Override['value'], place: Place): ScenarioDocument {
  const value = structuredClone(document.value)
  const key = path[path.length - 1]
  const parent = descend(value, path.slice(0, -1), place)
  checkStep(parent, key, path.slice(0, -1), place)
  parent[key] = parseValue(given)

  const places = new Places()
  places.adopt(document.places)
  for (let length = 1; length <= path.length; length++) {
    const made = path.slice(0, length)
    if (length === path.length || valueAt(document.value, made) === undefined) places.move(made, place)
  }
  return anchorPaths({ value, places }, process.cwd())
}

type Parent = { [key: string | number]: unknown }

/** Finds the parent of what is set, making mappings on the way. */
function descend(root: unknown, path: Path, place: Place): Parent {
  let at = root as Parent
  path.forEach((step, depth) => {
    checkStep(at, step, path.slice(0, depth), place)
    const inner = at[step] ?? {}
    if (typeof inner !== 'object') {
      throw refused(`${spellPath(path.slice(0, depth + 1))} is a single value and has no keys of its own`, place)
    }
    at[step] = inner
    at = inner as Parent
  })
  return at
}

/** @throws ScenarioFailure for a step that is no key of a mapping, or no place of a list or right behind it */
function checkStep(parent: Parent, step: string | number, path: Path, place: Place): void {
  const where = spellPath(path) || 'a scenario'
  if (Array.isArray(parent)) {
    const entries = parent.length === 1 ? '1 entry' : `${parent.length} entries`
    const next = `its next is ${where}[${parent.length}]`
    if (typeof step === 'string') throw refused(`${where} is a list of ${entries}, not keys`, place, next)
    if (step > parent.length) throw refused(`${where} has ${entries}: ${step} would leave a gap`, place, next)
  } else if (typeof step === 'number') {
    throw refused(`${where} has keys, not entries by number`, place)
  } else if (step === '' || step in Object.prototype) {
    throw refused(`${where} has no key "${step}"`, place)
  }
}

function refused(message: string, place: Place, hint?: string): ScenarioFailure {
  return new ScenarioFailure([issue('override', message, place, hint)])
}

function remove(root: unknown, path: Path): void {
  let at = root
  for (const step of path.slice(0, -1)) {
    if (!isMapping(at)) return
    at = at[step]
  }
  if (isMapping(at)) delete at[path.at(-1) as string]
}

function parsePath(text: string): Path {
  const steps = text.replace(/\[(\d+)\]/g, '.$1').split('.')
  return steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step))
}

function parseValue(value: string | readonly string[]): unknown {
  if (typeof value !== 'string') return [...value]
  const yaml = parseYaml(value)
  const read: unknown = yaml.errors.length > 0 ? value : yaml.toJS()
  const inexact = typeof read === 'number' && Number.isInteger(read) && !Number.isSafeInteger(read)
  return inexact ? value : read
}

function shownSource({ path, value }: Override, flag: string): string {
  const shown = typeof value === 'string' ? value : value.join(', ')
  return maskSecrets(flag === '--set' ? `--set ${path}=${shown}` : `${flag} ${shown}`)
}
