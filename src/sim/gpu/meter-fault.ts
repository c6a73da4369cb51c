import { EXIT, Failure } from '../../base/failure.ts'
import type { GpuReading } from './gpu-meter.ts'

/** What goes wrong with meters. */
export type MeterFault =
  /** The same values for ever. */
  | { readonly kind: 'freeze' }
  /** The energy counter is so much lower, as after a reset of the driver. */
  | { readonly kind: 'jump-back'; readonly joules: number }
  /** The energy counter begins anew each time it has counted so much. */
  | { readonly kind: 'wrap'; readonly joules: number }
  /** No series of power or energy. */
  | { readonly kind: 'missing' }
  /** Numbers that stand for "not supported". */
  | { readonly kind: 'sentinel' }

export const METER_FAULTS = [
  'freeze',
  'jump-back',
  'wrap',
  'missing',
  'sentinel',
] as const satisfies MeterFault['kind'][]

/** What is exported: null is no series, `blank` the exporter's number for values that are not supported. */
export interface ShownReading {
  readonly joules: number | null | 'blank'
  readonly watts: number | null | 'blank'
  readonly busy: number
}

/** @param frozen what the meter showed when the fault began */
export function showReading(reading: GpuReading, fault: MeterFault | null, frozen: GpuReading): ShownReading {
  switch (fault?.kind) {
    case undefined:
      return reading
    case 'freeze':
      return frozen
    case 'jump-back':
      return { ...reading, joules: Math.max(0, reading.joules - fault.joules) }
    case 'wrap':
      return { ...reading, joules: reading.joules % fault.joules }
    case 'missing':
      return { ...reading, joules: null, watts: null }
    case 'sentinel':
      return { ...reading, joules: 'blank', watts: 'blank' }
  }
}

/** @throws Failure naming an unknown kind */
export function checkMeterFault(fault: MeterFault | null): void {
  if (fault === null || METER_FAULTS.includes(fault.kind)) return
  const hint = `There are: ${METER_FAULTS.join(', ')}; null ends one.`
  throw new Failure('sim.unknown-fault', `Unknown meter fault ${fault.kind}.`, { exit: EXIT.usage, hint })
}
