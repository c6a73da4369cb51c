import { CHART_STYLE } from './chart.ts'
import { COLORS } from './colors.ts'
import { LAYOUT } from './layout.ts'
import { PARTS } from './parts.ts'
import { PRINT } from './print.ts'

/** The page's whole style sheet, later rules over earlier ones. */
export const STYLE = [COLORS, LAYOUT, PARTS, CHART_STYLE, PRINT].join('')
