import { NS_PER_S } from '../../base/nanos.ts'
import type { IdlePower } from '../../model/economy.ts'
import type { Span } from './metered.ts'

/** Shorter than this says nothing of idle power. */
const LONG_ENOUGH = 60 * NS_PER_S
/** Meters and machines take this long to calm down. */
const CALM = 1 * NS_PER_S

/** The idle parts of the readings: before the load began and after it ended, where they are long enough. ns */
export function idleSpans(readings: Span, load: Span): { before: Span | null; after: Span | null } {
  const long = (span: Span) => (span.to - span.from >= LONG_ENOUGH ? span : null)
  return {
    before: long({ from: readings.from, to: load.from }),
    after: long({ from: load.to + CALM, to: readings.to }),
  }
}

/**
 * Power of the idle machines, W: as stated, or the mean of what was measured before and after the load.
 * docs/methodology.md §9
 */
export function idlePower(stated: number | null, before: number | null, after: number | null): IdlePower | null {
  const drift = before === null || after === null || before === 0 ? null : Math.abs(after - before) / before
  if (stated !== null) return { watts: stated, basis: 'stated', drift }
  const measured = [before, after].filter((watts) => watts !== null)
  if (measured.length === 0) return null
  return { watts: measured.reduce((sum, watts) => sum + watts, 0) / measured.length, basis: 'measured', drift }
}

/** Without what the machines draw idle, J. */
export const netEnergy = (gross: number, idleWatts: number, seconds: number): number => gross - idleWatts * seconds
