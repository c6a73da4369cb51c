/** Drawing area of every chart, in units of its view box. */
export const FRAME = { width: 520, height: 250, left: 66, right: 508, top: 30, bottom: 212 }

/** Height of the strip at the top in which +∞ is drawn. */
export const LANE = 18

/** Between that strip and the plot, so that their labels keep apart. */
export const LANE_GAP = 10

/** Coordinates with one decimal: a tenth of a unit is below a pixel. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10)
}
