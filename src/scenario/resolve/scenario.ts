import { basename } from 'node:path'
import type { z } from 'zod'
import type { Scenario } from '../../model/scenario.ts'
import { type ScenarioDocument, valueAt } from '../document.ts'
import { type ScenarioFile, scenarioFile } from '../schema/scenario.ts'
import { checkCombinations } from './combinations.ts'
import { resolveDataset } from './dataset.ts'
import { resolveCarbon, resolveEnergy, resolveHardware, resolvePrices } from './economy.ts'
import { resolveFaults, resolveReliability } from './faults.ts'
import { resolveFleet } from './fleet.ts'
import type { Inspection } from './inspection.ts'
import { resolveLoad } from './load.ts'
import { resolveProbes } from './probes.ts'
import { resolveRequest } from './request.ts'
import { resolveTargets } from './targets.ts'

/** A scenario with every default filled in. What is impossible goes to the inspection. */
export function resolveScenario(
  given: ScenarioFile,
  file: string,
  document: ScenarioDocument,
  inspection: Inspection,
): Scenario {
  const targets = resolveTargets(given.targets, document, inspection)
  const fleet = resolveFleet(given.fleet, targets, inspection)
  const dataset = resolveDataset(given.dataset, inspection)
  const load = resolveLoad(given.load, inspection)
  const probes = resolveProbes(given.probes, inspection)
  const scenario: Scenario = {
    tailgate: 1,
    name: given.name ?? basename(file).replace(/\.(ya?ml|json)$/, ''),
    targets,
    fleet,
    dataset,
    load,
    request: resolveRequest(given.request, targets, dataset, inspection),
    slo: { request: given.slo?.request ?? [], run: given.slo?.run ?? [] },
    faults: resolveFaults(given.faults, { targets, fleet, load }, inspection),
    allowFaults: given.allowFaults ?? false,
    reliability: resolveReliability(given.reliability),
    probes,
    prices: resolvePrices(given.prices, inspection),
    energy: resolveEnergy(given.energy, probes, inspection),
    carbon: resolveCarbon(given.carbon),
    hardware: resolveHardware(given.hardware),
    log: {
      tokens: given.log?.tokens ?? 'all',
      sample: given.log?.sample ?? 0.1,
      dir: given.log?.dir ?? 'reports',
    },
    workers: given.workers ?? 1,
  }
  checkCombinations(scenario, inspection)
  return scenario
}

/** Where some parts of a file have the wrong shape, looks at the others all the same: all issues come at once. */
export function inspectSoundParts(document: ScenarioDocument, inspection: Inspection): void {
  const { targets, dataset, load, probes, prices } = scenarioFile.shape
  withPart(targets, document, 'targets', (given) => resolveTargets(given, document, inspection))
  withPart(dataset, document, 'dataset', (given) => resolveDataset(given, inspection))
  withPart(load, document, 'load', (given) => resolveLoad(given, inspection))
  withPart(probes.optional(), document, 'probes', (given) => resolveProbes(given, inspection))
  withPart(prices.optional(), document, 'prices', (given) => resolvePrices(given, inspection))
}

function withPart<T>(schema: z.ZodType<T>, document: ScenarioDocument, key: string, look: (given: T) => void): void {
  const part = schema.safeParse(valueAt(document.value, [key]))
  if (part.success) look(part.data)
}
