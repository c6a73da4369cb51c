import { isMapping, Places, type ScenarioDocument } from './document.ts'

/**
 * A scenario that extends another: mappings merge key by key, anything else (lists too) replaces what it extends, and
 * `null` takes an inherited key away.
 */
export function merge(base: ScenarioDocument, over: ScenarioDocument): ScenarioDocument {
  const places = new Places()
  places.adopt(base.places)
  places.adopt(over.places)
  return { value: mergeValues(base.value, over.value), places }
}

function mergeValues(base: unknown, over: unknown): unknown {
  if (!isMapping(base) || !isMapping(over)) return over
  const merged: { [key: string]: unknown } = { ...base }
  for (const [key, value] of Object.entries(over)) {
    if (value === null && key in base) delete merged[key]
    else merged[key] = key in base ? mergeValues(base[key], value) : value
  }
  return merged
}
