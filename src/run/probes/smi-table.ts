import type { MeterValue } from './meter.ts'

const QUERY = '--query-gpu='
const MIB = 2 ** 20

/** Asked of a new driver, and of one that does not know the first. */
export const SMI_FIELDS = [
  ['uuid', 'power.draw.average', 'power.draw', 'power.draw.instant', 'utilization.gpu', 'memory.used'],
  ['uuid', 'power.draw', 'utilization.gpu', 'memory.used'],
] as const

/** Drivers of the last years average `power.draw` over a second too; the mean of a second loses no peak between reads. */
const POWER = ['power.draw.average', 'power.draw', 'power.draw.instant']

export const smiArguments = (fields: readonly string[]): string[] => [
  `${QUERY}${fields.join(',')}`,
  '--format=csv,noheader,nounits',
]

/** The fields that an argument list asks for; null when it asks for none. */
export function smiFieldsOf(argv: readonly string[]): string[] | null {
  const query = argv.find((argument) => argument.startsWith(QUERY))
  return query === undefined ? null : query.slice(QUERY.length).split(',')
}

/** One line, of one GPU. What the GPU does not offer (`[N/A]`, `[Not Supported]`) has no value. */
export function smiValues(fields: readonly string[], line: string): MeterValue[] {
  const cells = line.split(',').map((cell) => cell.trim())
  const cell = (name: string): string => cells[fields.indexOf(name)] ?? ''
  const device = cell('uuid') || cell('gpu_uuid') || cell('index')
  const sensor = POWER.find((name) => numberIn(cell(name)) !== null)
  const found: [string, { [label: string]: string }, number | null, number][] = [
    ['power', { scope: 'gpu', sensor: sensor ?? '' }, numberIn(cell(sensor ?? '')), 1],
    ['gpu.utilization', {}, numberIn(cell('utilization.gpu')), 1e-2],
    ['gpu.memory', {}, numberIn(cell('memory.used')), MIB],
  ]
  return found.flatMap(([name, labels, value, scale]) =>
    value === null ? [] : [{ name, labels: { ...(device && { device }), ...labels }, value: value * scale }],
  )
}

/** With or without its unit, as `nounits` decides. */
function numberIn(cell: string): number | null {
  const number = /^(\d+(?:\.\d+)?)(?: ?(?:W|%|MiB))?$/.exec(cell)?.[1]
  return number === undefined ? null : Number(number)
}
