/** What each source of error leaves open, J. docs/methodology.md §9 */
export interface EnergyError {
  align: number
  meter: number
  gap: number
}

/**
 * @param clockError how far the meter's clock may be from the run's, s
 * @param edgeWatts power at the two edges of the window
 * @param meterError relative
 */
export function energyError(
  joules: number,
  edgeWatts: readonly [number, number],
  { clockError, meterError, gap }: { clockError: number; meterError: number; gap: number },
): EnergyError {
  return { align: clockError * (edgeWatts[0] + edgeWatts[1]), meter: meterError * joules, gap }
}

/** u of the sum, J: independent errors add in quadrature. */
export const combined = ({ align, meter, gap }: EnergyError): number => Math.hypot(align, meter, gap)
