import { type Command, Option } from 'commander'
import type { Override } from '../scenario/overrides.ts'

/** Flags that override a scenario file, each the short name of one of its keys. */
export interface ScenarioFlags {
  rate?: string
  concurrency?: string
  duration?: string
  queries?: string
  slo?: string[]
  seed?: string
  workers?: string
  model?: string
  tokens?: string
  allowFaults?: true
  set?: string[]
}

const collect = (value: string, before: string[] | undefined) => [...(before ?? []), value]

export function withScenarioFlags(command: Command): Command {
  return command
    .option('--rate <rate>', 'open loop at this rate, e.g. 20/s')
    .option('--concurrency <slots>', 'closed loop with this many in flight')
    .option('--duration <time>', 'length of the measured window, e.g. 60s')
    .option('--queries <count>', 'number of measured queries')
    .option('--slo <bound>', "a bound, e.g. 'p99(ttft) <= 500ms'; may be given again", collect)
    .option('--seed <seed>', 'seed of order and schedule')
    .option('--model <name>', 'model to ask for, at every target')
    .option('--workers <n>', 'generator threads: a number, or auto')
    .addOption(new Option('--tokens <which>', 'token arrivals to keep in the log').choices(['all', 'sampled', 'none']))
    .option('--allow-faults', 'let the faults of the scenario happen')
    .option('--set <key=value>', 'override any key, e.g. --set load.seed.schedule=7', collect)
}

/** The flags as overrides, in the order in which they win. */
export function overridesOf(flags: ScenarioFlags, parse: (text: string) => Override): Override[] {
  const simple: readonly [keyof ScenarioFlags, string][] = [
    ['rate', 'load.rate'],
    ['concurrency', 'load.concurrency'],
    ['duration', 'load.duration'],
    ['queries', 'load.queries'],
    ['workers', 'workers'],
    ['tokens', 'log.tokens'],
    ['model', 'targets.model'],
  ]
  const overrides = simple
    .filter(([flag]) => flags[flag] !== undefined)
    .map(([flag, path]): Override => ({ path, value: flags[flag] as string, flag: `--${flag}` }))
  const seeds = flags.seed === undefined ? [] : ['load.seed.order', 'load.seed.schedule']
  return [
    ...overrides,
    ...seeds.map((path) => ({ path, value: flags.seed as string, flag: '--seed' })),
    ...(flags.slo ?? []).map((value) => ({ path: 'slo', value, flag: '--slo' })),
    ...(flags.allowFaults ? [{ path: 'allowFaults', value: 'true', flag: '--allow-faults' }] : []),
    ...(flags.set ?? []).map((text) => parse(text)),
  ]
}
