import type { Gpu } from './gpu.ts'
import type { ShownReading } from './meter-fault.ts'

/** DCGM's 64-bit integer for "not supported". */
const BLANK = '9223372036854775794'
const MODEL = 'Simulated GPU'
/** Share of its memory that weights and KV cache take up, used or not. */
export const MEMORY_SHARE = 0.9

interface Field {
  readonly name: string
  readonly type: 'gauge' | 'counter'
  readonly help: string
  /** null: the series is left out. */
  readonly value: (shown: ShownReading, gpu: Gpu) => string | null
}

const FIELDS: readonly Field[] = [
  field('DEV_GPU_UTIL', 'gauge', 'Time in which a step was under way, in %.', ({ busy }) => whole(100 * busy)),
  field('PROF_GR_ENGINE_ACTIVE', 'gauge', 'Time in which a step was under way, as a ratio.', ({ busy }) => exact(busy)),
  field('DEV_POWER_USAGE', 'gauge', 'Power in W, mean of the last interval.', ({ watts }) => unlessBlank(watts, exact)),
  field('DEV_TOTAL_ENERGY_CONSUMPTION', 'counter', 'Energy in mJ since the GPU was switched on.', ({ joules }) =>
    unlessBlank(joules, (value) => whole(1000 * value)),
  ),
  field('DEV_FB_USED', 'gauge', 'Memory in use, in MiB.', (_, { settings }) =>
    whole(MEMORY_SHARE * settings.memoryMiB),
  ),
  field('DEV_FB_FREE', 'gauge', 'Memory not in use, in MiB.', (_, { settings }) =>
    whole((1 - MEMORY_SHARE) * settings.memoryMiB),
  ),
]

/** What NVIDIA's DCGM exporter would say of these GPUs. docs/simulated-fleet.md §7. */
export function dcgmText(gpus: readonly Gpu[], now: number): string {
  const shown = gpus.map((gpu, index) => ({ gpu, labels: labelsOf(gpu, index), reading: gpu.read(now) }))
  return FIELDS.map(({ name, type, help, value }) => {
    const lines = shown.map(({ gpu, labels, reading }) => {
      const text = value(reading, gpu)
      return text === null ? '' : `${name}{${labels}} ${text}\n`
    })
    const samples = lines.join('')
    return samples === '' ? '' : `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${samples}`
  }).join('')
}

/** With the pod, as where the exporter knows of Kubernetes: the replica's name. */
function labelsOf({ uuid, replica }: Gpu, index: number): string {
  const bus = `00000000:${index.toString(16).padStart(2, '0')}:00.0`
  const own = `gpu="${index}",UUID="${uuid}",pci_bus_id="${bus}",device="nvidia${index}",modelName="${MODEL}"`
  return `${own},Hostname="simulated",container="server",namespace="default",pod="${replica}"`
}

function field(name: string, type: Field['type'], help: string, value: Field['value']): Field {
  return { name: `DCGM_FI_${name}`, type, help, value }
}

const exact = (value: number): string => value.toFixed(6)
const whole = (value: number): string => value.toFixed(0)

function unlessBlank(value: number | null | 'blank', spell: (value: number) => string): string | null {
  return value === null ? null : value === 'blank' ? BLANK : spell(value)
}
