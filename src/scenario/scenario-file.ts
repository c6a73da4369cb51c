import { stringify } from 'yaml'
import type { Dataset, Lengths, Load, RequestSettings, Scenario, Target } from '../model/scenario.ts'
import { spellRate, spellShare, spellTime } from './spell.ts'
import { carbonOf, energyOf, hardwareOf, pricesOf } from './to-file/economy.ts'
import { faultOf, reliabilityOf } from './to-file/faults.ts'
import { fleetOf } from './to-file/fleet.ts'
import { given, type Mapping } from './to-file/given.ts'
import { probeOf } from './to-file/probes.ts'

/**
 * A resolved scenario as the content of a scenario file: decoding it gives the same scenario again. Everything is
 * spelled out, nothing is left to a default.
 */
export function toScenarioFile(scenario: Scenario): Mapping {
  return {
    tailgate: 1,
    name: scenario.name,
    targets: scenario.targets.map(targetOf),
    fleet: fleetOf(scenario.fleet),
    dataset: datasetOf(scenario.dataset),
    load: loadOf(scenario.load),
    request: requestOf(scenario.request),
    slo: { request: scenario.slo.request.map(({ text }) => text), run: scenario.slo.run.map(({ text }) => text) },
    faults: scenario.faults.map(faultOf),
    allowFaults: scenario.allowFaults,
    reliability: reliabilityOf(scenario.reliability),
    probes: scenario.probes.map(probeOf),
    ...given({
      prices: scenario.prices && pricesOf(scenario.prices),
      energy: scenario.energy && energyOf(scenario.energy),
      carbon: scenario.carbon && carbonOf(scenario.carbon),
      hardware: scenario.hardware && hardwareOf(scenario.hardware),
    }),
    log: { ...scenario.log, sample: spellShare(scenario.log.sample) },
    workers: scenario.workers,
  }
}

/** The same as YAML, for people. */
export function scenarioYaml(scenario: Scenario): string {
  return stringify(toScenarioFile(scenario), { lineWidth: 0, flowCollectionPadding: true })
}

function targetOf(target: Target): Mapping {
  return given({ ...target, tls: target.tls && given(target.tls) })
}

function datasetOf({ kind, ...dataset }: Dataset): Mapping {
  if (!('input' in dataset)) return { [kind]: given(dataset) }
  const { input, output, pairs, ...rest } = dataset
  const lengths = pairs ? { pairs } : { input: lengthsOf(input), output: lengthsOf(output) }
  return { [kind]: given({ ...rest, ...lengths }) }
}

function lengthsOf(lengths: Lengths): unknown {
  if (lengths.kind === 'fixed') return lengths.value
  const { kind, ...rest } = lengths
  return { distribution: kind, ...rest }
}

function loadOf(load: Load): Mapping {
  const common = {
    warmup: { requests: load.warmup.requests, duration: spellTime(load.warmup.duration) },
    drain: spellTime(load.drain),
  }
  if (load.loop === 'mlperf') return { scenario: load.scenario, mlperf: { ...load.mlperf }, ...common }
  const ends = given({ duration: load.duration === null ? null : spellTime(load.duration), queries: load.queries })
  if (load.loop === 'closed') {
    return { concurrency: load.slots, think: spellTime(load.think), ...ends, ...common, seed: load.seed }
  }
  const { cap, tail, arrivals, seed } = load
  return { ...arrivalsOf(arrivals), ...ends, ...given({ cap }), tail: spellTime(tail), ...common, seed }
}

function arrivalsOf(arrivals: Extract<Load, { loop: 'open' }>['arrivals']): Mapping {
  switch (arrivals.kind) {
    case 'constant':
    case 'poisson':
      return { arrivals: arrivals.kind, rate: spellRate(arrivals.rate) }
    case 'gamma':
      return { arrivals: 'gamma', rate: spellRate(arrivals.rate), burstiness: arrivals.burstiness }
    case 'stages': {
      const stages = arrivals.stages.map(({ shape, rate, duration }) => ({
        shape,
        rate: spellRate(rate),
        duration: spellTime(duration),
      }))
      return { arrivals: 'stages', stages, gaps: arrivals.gaps }
    }
    case 'trace': {
      const { path, unit, scale, rate } = arrivals
      const pace =
        rate === null
          ? { trace: given({ path, unit, scale }) }
          : { trace: given({ path, unit }), rate: spellRate(rate) }
      return { arrivals: 'trace', ...pace }
    }
  }
}

function requestOf(request: RequestSettings): Mapping {
  const timeouts = Object.entries(request.timeouts).map(([timer, limit]) => [timer, spellTime(limit)])
  return { ...request, timeouts: Object.fromEntries(timeouts) }
}
