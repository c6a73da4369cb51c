import type { Nanos } from '../../base/nanos.ts'
import type { MetricName } from '../../model/metric.ts'
import type { Probe } from '../../model/probe.ts'
import type { Scenario } from '../../model/scenario.ts'
import { mlperfDefaults } from '../mlperf-settings.ts'
import { spellTime } from '../spell.ts'
import type { Inspection } from './inspection.ts'

/** Refuses parts of a scenario that are right by themselves and impossible together. */
export function checkCombinations(scenario: Scenario, inspection: Inspection): void {
  checkPayload(scenario, inspection)
  checkTrace(scenario, inspection)
  checkStreamed(scenario, inspection)
  checkBounds(scenario, inspection)
  checkLoadGenLimits(scenario, inspection)
  checkMeters(scenario, inspection)
}

/** Tensors travel by KServe's infer alone, and it carries nothing else. */
function checkPayload({ targets, dataset }: Scenario, inspection: Inspection): void {
  const tensors = dataset.kind === 'tensors'
  const unfit = targets.find(({ protocol }) => (protocol === 'kserve-infer') !== tensors)
  if (!unfit) return
  const message = `${unfit.protocol} of target ${unfit.name} cannot carry ${tensors ? 'tensors' : 'prompts'}`
  const hint = tensors
    ? 'use protocol: kserve-infer'
    : 'kserve-infer takes dataset.tensors; for prompts use another protocol'
  inspection.refuse(['dataset', dataset.kind], message, hint)
}

const TIMED = ['azure', 'burstgpt', 'mooncake']

function checkTrace({ load, dataset }: Scenario, inspection: Inspection): void {
  if (load.loop !== 'open' || load.arrivals.kind !== 'trace' || load.arrivals.path !== null) return
  if (TIMED.includes(dataset.kind)) return
  const hint = `name a file in load.trace.path, or use a dataset that has time stamps: ${TIMED.join(', ')}`
  inspection.refuse(['load', 'arrivals'], `there is no trace to replay: the ${dataset.kind} dataset has no times`, hint)
}

/** Metrics that exist only where tokens arrive one by one. */
function needsTokens(metric: MetricName): boolean {
  return /^(ttft|tpot|itl|stall)(\.|$)/.test(metric) || metric === 'interactivity'
}

function checkStreamed({ request, slo, targets }: Scenario, inspection: Inspection): void {
  if (request.stream) return
  const unable = targets.find(({ protocol }) => protocol === 'kserve-infer' || protocol === 'triton-generate')
  const why = unable ? `${unable.protocol} does not stream` : 'request.stream is false'
  for (const kind of ['request', 'run'] as const) {
    for (const [index, { metric }] of slo[kind].entries()) {
      if (!needsTokens(metric)) continue
      const hint = unable ? 'bound latency instead' : 'set request.stream: true, or bound latency instead'
      inspection.refuse(['slo', kind, index], `there is no ${metric} without streaming, and ${why}`, hint)
    }
  }
}

function checkBounds({ request, slo }: Scenario, inspection: Inspection): void {
  const limits = { ttft: request.timeouts.firstToken, latency: request.timeouts.total, stall: request.timeouts.gap }
  for (const { metric, limit, text } of slo.request) {
    if (metric !== 'tpot' && limit > limits[metric]) {
      inspection.warn(`slo.request "${text}": a timer of request.timeouts runs out before the bound is reached`)
    }
  }
  const joint = slo.run.find(({ metric }) => metric === 'attainment' || metric.startsWith('goodput'))
  if (joint && slo.request.length === 0) {
    inspection.warn(`slo.run "${joint.text}": with no slo.request every ok answer is good`)
  }
}

/** A limit of LoadGen's is one of its settings; only a bound of the scenario gates the run. */
function checkLoadGenLimits({ load, slo }: Scenario, inspection: Inspection): void {
  if (load.loop !== 'mlperf' || load.scenario !== 'server') return
  const { use_token_latencies, target_latency_ns, ttft_latency_ns, tpot_latency_ns } = load.mlperf
  const ofLatency =
    target_latency_ns === mlperfDefaults('server').target_latency_ns ? [] : [['latency', target_latency_ns]]
  const limits = use_token_latencies
    ? [
        ['ttft', ttft_latency_ns],
        ['tpot', tpot_latency_ns],
      ]
    : ofLatency
  for (const [metric, limit] of limits as [MetricName, Nanos][]) {
    if ([...slo.request, ...slo.run].some((bound) => bound.metric.split('.')[0] === metric)) continue
    const bound = `p${Number((load.mlperf.target_latency_percentile * 100).toFixed(6))}(${metric}) <= ${spellTime(limit)}`
    inspection.warn(`load.mlperf: LoadGen’s limit on ${metric} gates nothing by itself: put "${bound}" into slo.run`)
  }
}

const LOOPBACK = /^https?:\/\/(localhost|127\.|\[::1\])/

/** Meters of the machine that Tailgate itself runs on, unless their arguments lead elsewhere. */
const isOfThisMachine = (probe: Probe): boolean =>
  probe.kind === 'rapl' ||
  (probe.kind === 'nvidia-smi' && probe.argv.length === 1) ||
  (probe.kind === 'ipmi' && !probe.argv.includes('-H'))

/** The generator's joules are not the servers'. */
function checkMeters({ energy, probes, targets, fleet }: Scenario, inspection: Inspection): void {
  const servers = [...targets, ...fleet.behind]
  if (energy === null || servers.some(({ url }) => LOOPBACK.test(url))) return
  for (const probe of probes.filter(isOfThisMachine)) {
    if (energy.meters !== null && !energy.meters.includes(probe.name)) continue
    inspection.warn(
      `probe "${probe.name}" meters the machine Tailgate runs on, and the targets seem to be elsewhere: its joules would be the generator’s`,
    )
  }
}
