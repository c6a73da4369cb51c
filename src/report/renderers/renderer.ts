import type { Report } from '../../model/report.ts'

export interface RenderOptions {
  /** Whether the text may carry terminal colors. Only the terminal looks at it. */
  color: boolean
  /** Columns to fill. Only the terminal looks at it. */
  width: number
}

/** Turns a report into one text. Pure: the same report and options give the same bytes. */
export interface Renderer {
  /** What the file is called by: `report.html` */
  extension: string
  render(report: Report, options: RenderOptions): string
}
