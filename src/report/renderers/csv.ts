import type { Figure } from '../../model/figure.ts'
import type { RunManifest } from '../../model/run-log.ts'
import { printable } from '../printable.ts'
import type { Renderer } from './renderer.ts'

/** The columns and where each comes from. Times are ns of the run's clock, values in the row's unit, +∞ is `inf`. */
const COLUMNS: readonly { name: string; of: (figure: Figure, manifest: RunManifest) => string | number | undefined }[] =
  [
    { name: 'run', of: (_, manifest) => manifest.run },
    { name: 'fingerprint', of: (_, manifest) => manifest.fingerprint },
    { name: 'metric', of: (figure) => figure.metric },
    { name: 'stat', of: (figure) => figure.stat },
    { name: 'definition', of: (figure) => figure.definition ?? 'nearest-rank' },
    { name: 'value', of: (figure) => figure.value },
    { name: 'unit', of: (figure) => figure.unit },
    { name: 'n', of: (figure) => figure.n },
    { name: 'insufficient', of: (figure) => String(figure.insufficient ?? false) },
    { name: 'low', of: (figure) => figure.interval?.low },
    { name: 'high', of: (figure) => figure.interval?.high },
    { name: 'level', of: (figure) => figure.interval?.level },
    { name: 'method', of: (figure) => figure.interval?.method },
    { name: 'phase', of: (figure) => figure.over.phase },
    { name: 'from_ns', of: (figure) => figure.over.from },
    { name: 'to_ns', of: (figure) => figure.over.to },
    { name: 'stream', of: (figure) => figure.over.stream },
    { name: 'replica', of: (figure) => figure.over.replica },
    { name: 'fault', of: (figure) => figure.over.fault },
    { name: 'at_least', of: (figure) => String(figure.atLeast ?? false) },
  ]

/** One row per figure, by RFC 4180 with plain line feeds. */
export const csv: Renderer = {
  extension: 'csv',
  render({ analysis }) {
    const head = COLUMNS.map((column) => column.name).join(',')
    const rows = analysis.figures.map((figure) =>
      COLUMNS.map((column) => field(column.of(figure, analysis.manifest))).join(','),
    )
    return `${[head, ...rows].join('\n')}\n`
  },
}

function field(value: string | number | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return Number.isNaN(value) ? '' : String(value).replace('Infinity', 'inf')
  const text = printable(value)
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
