import { parseDocument as parseYaml } from 'yaml'
import type { Place } from '../base/failure.ts'
import { overrideBound } from './bound-override.ts'
import { isMapping, type Path, Places, type ScenarioDocument, valueAt } from './document.ts'
import { anchorPaths } from './file-paths.ts'
import { issue, ScenarioFailure } from './scenario-failure.ts'
import { maskSecrets } from './secret-mask.ts'

/** One value given outside the file. `flag` is where the user gave it, `--set` when not told. */
export interface Override {
  /** `load.seed.schedule`, `targets[1].url` or `targets.1.url`; `slo` for a bound that joins those of the file. */
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
 * @throws ScenarioFailure for a path that leads through a value that has no keys
 */
export function applyOverrides(document: ScenarioDocument, overrides: readonly Override[]): ScenarioDocument {
  return overrides.reduce(applyOverride, document)
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
  const path = parsePath(override.path)
  const place: Place = { file: flag, source: shownSource(override, flag) }
  if (override.path === 'slo' && typeof override.value === 'string') {
    return overrideBound(document, override.value, place)
  }

  const value = structuredClone(document.value)
  for (const rival of RIVALS[override.path] ?? []) remove(value, parsePath(rival))
  const parent = descend(value, path.slice(0, -1), place)
  ;(parent as { [key: string | number]: unknown })[path.at(-1) as string] = parseValue(override.value)

  const places = new Places()
  places.adopt(document.places)
  for (let length = 1; length <= path.length; length++) {
    const made = path.slice(0, length)
    if (length === path.length || valueAt(document.value, made) === undefined) places.move(made, place)
  }
  return anchorPaths({ value, places }, process.cwd())
}

/** Finds the parent of what is set, making mappings on the way. A single target is also `targets[0]`. */
function descend(root: unknown, path: Path, place: Place): object {
  let at = root
  for (const step of path) {
    if (typeof step === 'number' && step === 0 && isMapping(at)) continue
    const inner = (at as { [key: string | number]: unknown })[step] ?? {}
    if (typeof inner !== 'object') {
      const message = `${place.file}: ${String(step)} is a single value in the scenario and has no keys of its own`
      throw new ScenarioFailure([issue('override', message, place)])
    }
    ;(at as { [key: string | number]: unknown })[step] = inner
    at = inner
  }
  return at as object
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
