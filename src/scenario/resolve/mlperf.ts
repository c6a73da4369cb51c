import { Failure } from '../../base/failure.ts'
import type { MlperfLoad, MlperfScenario, MlperfSettings } from '../../model/scenario.ts'
import { OFFICIAL_SEEDS } from '../mlperf-seeds.ts'
import { LOADGEN_SCENARIOS, mlperfDefaults, mlperfSettings } from '../mlperf-settings.ts'
import type { LoadFile } from '../schema/load.ts'
import type { MlperfFile } from '../schema/mlperf.ts'
import { readUserConf } from '../user-conf.ts'
import type { Inspection } from './inspection.ts'
import { appliesTo, ownName, scenarioOf } from './mlperf-names.ts'

/**
 * Settings of an MLPerf scenario: LoadGen's defaults or its configuration files, over them the load's own rate,
 * duration, queries and seeds, over them `load.mlperf`.
 */
export function resolveMlperf(
  given: LoadFile,
  common: Pick<MlperfLoad, 'warmup' | 'drain' | 'seed'>,
  inspection: Inspection,
): MlperfLoad {
  const scenario = given.scenario ?? 'server'
  const own = ownSettings(given.mlperf ?? {}, scenario, inspection)
  refuseTwice(given, own, inspection)
  const mlperf: MlperfSettings = {
    ...base(given, scenario, inspection),
    ...shortForms(given, scenario, inspection),
    ...own,
  }
  refuseCrashes(mlperf, scenario, inspection)
  const seed = { order: mlperf.sample_index_rng_seed, schedule: mlperf.schedule_rng_seed }
  return { loop: 'mlperf', scenario, mlperf, ...common, seed }
}

function base(given: LoadFile, scenario: MlperfScenario, inspection: Inspection): MlperfSettings {
  if (given.user_conf === undefined) {
    if (given.model !== undefined) inspection.refuse(['load', 'model'], 'only user_conf is looked up by model')
    return mlperfDefaults(scenario)
  }
  try {
    const scope = { model: given.model ?? '*', scenario: LOADGEN_SCENARIOS[scenario] }
    const { settings, warnings } = readUserConf(given.user_conf, scope)
    for (const warning of warnings) inspection.warn(warning)
    return mlperfSettings(settings, scenario)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    if (error.place) inspection.add(error)
    else inspection.refuse(['load', 'user_conf'], error.message, error.hint)
    return mlperfDefaults(scenario)
  }
}

/** `rate`, `duration`, `queries` and `seed` in LoadGen's terms. */
function shortForms(given: LoadFile, scenario: MlperfScenario, inspection: Inspection): Partial<MlperfSettings> {
  const settings: Partial<MlperfSettings> = {}
  if (given.rate !== undefined) {
    if (scenario === 'server' || scenario === 'offline') settings.target_qps = given.rate
    else inspection.refuse(['load', 'rate'], `${scenario} waits for each answer and has no rate`)
  }
  if (given.queries !== undefined) {
    settings.min_query_count = given.queries
    if (given.duration === undefined && scenario !== 'offline') settings.min_duration_ms = 0
  }
  if (given.duration !== undefined) settings.min_duration_ms = Math.round(given.duration / 1e6)
  if (given.seed?.schedule !== undefined) settings.schedule_rng_seed = given.seed.schedule
  if (given.seed?.order !== undefined) {
    settings.sample_index_rng_seed = given.seed.order
    settings.qsl_rng_seed = given.seed.order
  }
  return settings
}

/** `load.mlperf` under one name per setting. */
function ownSettings(given: MlperfFile, scenario: MlperfScenario, inspection: Inspection): Partial<MlperfSettings> {
  const { round, ...named } = given
  const settings: { [name: string]: unknown } = round ? { ...OFFICIAL_SEEDS[round] } : {}
  const defaults = mlperfDefaults(scenario)
  for (const [key, value] of Object.entries(named)) {
    const only = scenarioOf(key)
    const name = ownName(key, scenario)
    const known = name !== undefined && (only === undefined || only === scenario)
    if (!known || (!appliesTo(name, scenario) && value !== defaults[name])) {
      inspection.refuse(['load', 'mlperf', key], `the ${scenario} scenario has no ${key}`)
    } else if (name in settings && settings[name] !== value && !(round && name.endsWith('_rng_seed'))) {
      inspection.refuse(['load', 'mlperf', key], `${key} says something else than another name of ${name}`)
    } else settings[name] = value
  }
  return settings as Partial<MlperfSettings>
}

function refuseTwice(given: LoadFile, own: Partial<MlperfSettings>, inspection: Inspection): void {
  const pairs: [boolean, string[], keyof MlperfSettings][] = [
    [given.rate !== undefined, ['rate'], 'target_qps'],
    [given.duration !== undefined, ['duration'], 'min_duration_ms'],
    [given.queries !== undefined, ['queries'], 'min_query_count'],
    [given.seed?.schedule !== undefined, ['seed', 'schedule'], 'schedule_rng_seed'],
    [given.seed?.order !== undefined, ['seed', 'order'], 'sample_index_rng_seed'],
  ]
  for (const [short, path, name] of pairs) {
    if (!short || own[name] === undefined) continue
    inspection.refuse(['load', ...path], `load.mlperf sets ${name} too`, 'leave one of the two out')
  }
}

/**
 * Settings that make LoadGen divide by zero, read beyond its memory or never end; those it merely complains of are warned
 * of.
 */
function refuseCrashes(settings: MlperfSettings, scenario: MlperfScenario, inspection: Inspection): void {
  const paced = scenario === 'server' || scenario === 'offline'
  const refuse = (name: keyof MlperfSettings, why: string) => inspection.refuse(['load', 'mlperf', name], why)
  if (paced && !(settings.target_qps > 0)) refuse('target_qps', 'expected a rate above zero')
  if (!paced && !(settings.expected_latency_ns > 0)) refuse('expected_latency_ns', 'expected a latency above zero')
  if (settings.samples_per_query < 1) refuse('samples_per_query', 'expected at least one sample a query')
  const share = settings.target_latency_percentile
  if (!(share > 0 && share < 1))
    refuse('target_latency_percentile', `expected between 0 and 100 %, got ${share * 100} %`)
  if (settings.performance_issue_same && settings.performance_issue_unique) {
    inspection.warn(
      'load.mlperf: performance_issue_same and performance_issue_unique exclude each other: LoadGen logs an error',
    )
  }
  if (settings.max_duration_ms > 0 && settings.max_duration_ms < settings.min_duration_ms) {
    inspection.warn(
      'load.mlperf: max_duration is shorter than min_duration: LoadGen would end such a run with an error',
    )
  }
  if (settings.max_query_count > 0 && settings.max_query_count < settings.min_query_count) {
    inspection.warn('load.mlperf: max_query_count is below min_query_count: LoadGen would end such a run with an error')
  }
}
