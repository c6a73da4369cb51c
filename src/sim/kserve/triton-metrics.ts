import { MEMORY_SHARE } from '../gpu/dcgm-text.ts'
import type { ShownReading } from '../gpu/meter-fault.ts'
import type { Services } from '../services.ts'
import type { ModelStatistics } from './statistics.ts'

const MIB = 2 ** 20
const US = 1e-3

type Sample = readonly [labels: string, value: number | null]

/**
 * What Triton serves on its metrics port. docs/simulated-fleet.md §5.
 * @param joulesBefore what the GPU's counter said when this server started
 */
export function tritonMetricsText(
  services: Services,
  statistics: readonly ModelStatistics[],
  joulesBefore: number,
): string {
  return [...inferenceFamilies(services, statistics), ...gpuFamilies(services, joulesBefore)].join('')
}

function inferenceFamilies(services: Services, models: readonly ModelStatistics[]): string[] {
  const counter = (name: string, help: string, of: (model: ModelStatistics) => number) =>
    family(
      `nv_inference_${name}`,
      'counter',
      help,
      models.map((model): Sample => [labelsOf(model), of(model)]),
    )
  const micros = (ns: number) => Math.floor(ns * US)
  const failures = models.map((model): Sample => [reasoned(model), model.failures])
  return [
    counter('request_success', 'Requests answered.', ({ successes }) => successes.count),
    family('nv_inference_request_failure', 'counter', 'Requests that failed.', failures),
    counter('count', 'Inferences made.', ({ successes }) => successes.count),
    counter('exec_count', 'Executions of the model.', ({ successes }) => successes.count),
    counter('request_duration_us', 'Time of requests in µs.', ({ successes }) => micros(successes.ns)),
    counter('queue_duration_us', 'Time in the queue in µs.', ({ queued }) => micros(queued.ns)),
    counter('compute_infer_duration_us', 'Time of inference in µs.', ({ inferred }) => micros(inferred.ns)),
    family('nv_inference_pending_request_count', 'gauge', 'Requests in the queue.', [
      ['model="llm",version="1"', services.engine.waiting],
    ]),
  ]
}

function gpuFamilies({ gpu, clock }: Services, joulesBefore: number): string[] {
  const labels = `gpu_uuid="${gpu.uuid}"`
  const { watts, joules, busy } = gpu.read(clock())
  const { maxWatts, memoryMiB } = gpu.settings
  const gauge = (name: string, help: string, value: Sample[1]) =>
    family(`nv_gpu_${name}`, 'gauge', help, [[labels, value]])
  return [
    gauge('utilization', 'Share of time in which a step was under way.', busy),
    gauge('memory_total_bytes', 'Memory in bytes.', memoryMiB * MIB),
    gauge('memory_used_bytes', 'Memory in use in bytes.', memoryMiB * MIB * MEMORY_SHARE),
    gauge('power_usage', 'Power in W.', valued(watts)),
    gauge('power_limit', 'Most power in W.', maxWatts),
    family('nv_energy_consumption', 'counter', 'Energy in J since the server started.', [
      [labels, valued(joules, joulesBefore)],
    ]),
  ]
}

/** Triton leaves out what its GPU does not support. */
function valued(value: ShownReading['joules'], before = 0): number | null {
  return typeof value === 'number' ? Math.max(0, value - before) : null
}

function family(name: string, type: 'counter' | 'gauge', help: string, samples: readonly Sample[]): string {
  const lines = samples.filter(([, value]) => value !== null).map(([labels, value]) => `${name}{${labels}} ${value}\n`)
  return lines.length === 0 ? '' : `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`
}

const labelsOf = ({ name }: ModelStatistics): string => `model="${name}",version="1"`
const reasoned = ({ name }: ModelStatistics): string => `model="${name}",reason="BACKEND",version="1"`
