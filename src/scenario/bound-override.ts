import type { Place } from '../base/failure.ts'
import { isMapping, Places, type ScenarioDocument } from './document.ts'
import { boundsRequests, subjectOf } from './slo-text.ts'

/** Puts a bound into a document, in the place of the one on the same figure where there is one. */
export function overrideBound(document: ScenarioDocument, text: string, place: Place): ScenarioDocument {
  const value = structuredClone(document.value) as { slo?: unknown }
  const slo: { [kind: string]: unknown } = isMapping(value.slo) ? value.slo : {}
  const kind = boundsRequests(text) ? 'request' : 'run'
  const bounds: unknown[] = Array.isArray(slo[kind]) ? slo[kind] : []

  const same = bounds.findIndex((bound) => typeof bound === 'string' && subjectOf(bound) === subjectOf(text))
  const index = same < 0 ? bounds.length : same
  bounds[index] = text
  value.slo = { ...slo, [kind]: bounds }

  const places = new Places()
  places.adopt(document.places)
  places.move(['slo', kind, index], place)
  return { value, places }
}
