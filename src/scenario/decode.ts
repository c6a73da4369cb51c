import { resolve } from 'node:path'
import type { Scenario } from '../model/scenario.ts'
import { isMapping, Places, type ScenarioDocument } from './document.ts'
import { misplacedEnvironment } from './environment.ts'
import { explain } from './explain.ts'
import { linkExtends, readDocument } from './extends.ts'
import { fingerprint } from './fingerprint.ts'
import { applyOverrides, type Override } from './overrides.ts'
import { parseDocument } from './parse-document.ts'
import { PLAIN_RELIABILITY } from './resolve/faults.ts'
import { PLAIN_FLEET } from './resolve/fleet.ts'
import { inspect } from './resolve/inspection.ts'
import { inspectSoundParts, resolveScenario } from './resolve/scenario.ts'
import { ScenarioFailure } from './scenario-failure.ts'
import { toScenarioFile } from './scenario-file.ts'
import { scenarioFile } from './schema/scenario.ts'

export interface DecodeOptions {
  /** Written over the file before it is decoded, in order. */
  overrides?: readonly Override[]
}

export interface ResolvedScenario {
  scenario: Scenario
  /** SHA-256 of the scenario's canonical form. */
  fingerprint: string
  /** Things that are allowed and probably not meant. */
  warnings: readonly string[]
}

/**
 * Reads a scenario from a file, YAML or JSON, with what it extends. A run's `run.json` is read as the scenario it holds.
 * @throws ScenarioFailure with every issue of the file
 */
export async function loadScenario(path: string, options: DecodeOptions = {}): Promise<ResolvedScenario> {
  return decodeDocument(readDocument(path), path, options)
}

/**
 * The same for a text.
 * @param file where the text stands or would stand: named in messages, and what relative paths are relative to
 */
export function decodeScenario(text: string, file: string, options: DecodeOptions = {}): ResolvedScenario {
  return decodeDocument(linkExtends(parseDocument(text, file), file, [resolve(file)]), file, options)
}

function decodeDocument(read: ScenarioDocument, file: string, options: DecodeOptions): ResolvedScenario {
  const document = applyOverrides(storedScenario(read), options.overrides ?? [])
  const inspection = inspect(document)
  for (const issue of misplacedEnvironment(document)) inspection.add(issue)

  const checked = scenarioFile.safeParse(document.value)
  if (!checked.success) {
    for (const issue of explain(checked.error.issues, document)) inspection.add(issue)
    inspectSoundParts(document, inspection)
    throw new ScenarioFailure(inspection.issues)
  }
  const scenario = resolveScenario(checked.data, file, document, inspection)
  if (inspection.issues.length > 0) throw new ScenarioFailure(inspection.issues)
  return { scenario, fingerprint: fingerprint(scenario), warnings: inspection.warnings }
}

/** Of parts that scenarios did not have when the first runs were stored. */
const UNSAID: Partial<Scenario> = {
  fleet: PLAIN_FLEET,
  faults: [],
  allowFaults: false,
  reliability: PLAIN_RELIABILITY,
  probes: [],
  prices: null,
  energy: null,
  carbon: null,
  hardware: null,
}

/** A run's manifest holds its scenario resolved; written as a file again it takes the same way as any other. */
function storedScenario(document: ScenarioDocument): ScenarioDocument {
  const { value } = document
  if (!isMapping(value) || value.log !== 1 || !isMapping(value.scenario)) return document
  const places = new Places()
  places.adopt(document.places)
  return { value: toScenarioFile({ ...UNSAID, ...value.scenario } as unknown as Scenario), places }
}
