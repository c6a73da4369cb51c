import type { Headline } from '../../../../model/report.ts'
import { px } from './frame.ts'

const WIDTH = 120
const HEIGHT = 26

/** A picture the size of a word: the shape of a number, without axes. From zero up; +∞ touches the top. */
export function renderSpark({ shape, points }: NonNullable<Headline['trend']>): string {
  const most = Math.max(0, ...points.map(([, y]) => y).filter(Number.isFinite)) || 1
  const y = (value: number) => HEIGHT - 1 - Math.min(1, value / most) * (HEIGHT - 3)
  const heights = points.map(([, value]) => y(value))
  const drawing = shape === 'bar' ? `<path class="bars c1" d="${bars(heights)}"/>` : curve(heights)
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">${drawing}</svg>`
}

function curve(heights: readonly number[]): string {
  const path = line(heights)
  const area = heights.some(Number.isNaN) ? '' : `<path class="area c1" d="${path}V${HEIGHT}H0Z"/>`
  return `${area}<path class="line c1" d="${path}"/>`
}

function line(heights: readonly number[]): string {
  const step = WIDTH / Math.max(1, heights.length - 1)
  let pen = 'M'
  return heights
    .map((height, i) => {
      if (Number.isNaN(height)) {
        pen = 'M'
        return ''
      }
      const move = `${pen}${px(i * step)} ${px(height)}`
      pen = 'L'
      return move
    })
    .join('')
}

function bars(heights: readonly number[]): string {
  const step = WIDTH / heights.length
  return heights.map((height, i) => `M${px(i * step)} ${HEIGHT}V${px(height)}h${px(step * 0.8)}V${HEIGHT}Z`).join('')
}
