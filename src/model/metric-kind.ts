/** Units of figures. Text shows them scaled; the number itself is always in this unit. */
export type Unit =
  | 'ns'
  | '1/s'
  | 'tokens/s'
  | 'share'
  | 'count'
  | 'requests'
  | 'tokens'
  | 'bytes'
  | 'USD'
  | 'J'
  | 'gCO2'
  | 'tokens/USD'
  | 'tokens/J'

export interface Metric {
  unit: Unit
  better: 'lower' | 'higher' | 'neither'
  dimension: 'correctness' | 'performance' | 'cost' | 'reliability' | 'validity'
  /** What it is over: every request, every gap between tokens, every fault, or the run as a whole. */
  of: 'request' | 'gap' | 'fault' | 'run'
  /** The definition printed in every report's glossary. */
  definition: string
  /** Section of docs/methodology.md. */
  section: string
}

/** One entry of the catalog. */
export function metric(
  unit: Unit,
  better: Metric['better'],
  dimension: Metric['dimension'],
  of: Metric['of'],
  definition: string,
  section: string,
): Metric {
  return { unit, better, dimension, of, definition, section }
}
