import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeFailure } from '../log/failure.ts'
import type { Report } from '../model/report.ts'

/** Views kept beside the log. Each can be deleted and made again by `tailgate report`. */
const VIEWS = { html: 'report.html', json: 'report.json', markdown: 'report.md' } as const

/** Writes the stored views into a run's folder. @returns the HTML file's path */
export async function writeViews(folder: string, report: Report): Promise<string> {
  const { RENDERERS } = await import('../report/renderers/index.ts')
  for (const [format, file] of Object.entries(VIEWS) as [keyof typeof VIEWS, string][]) {
    const path = join(folder, file)
    try {
      writeFileSync(path, RENDERERS[format].render(report, { width: 100, color: false }))
    } catch (error) {
      throw writeFailure(path, error)
    }
  }
  return join(folder, VIEWS.html)
}
