import type { Analysis } from '../../model/analysis.ts'
import type { Block, Cell, Table } from '../../model/report.ts'
import { eventTable } from '../event-table.ts'
import { formatCount, NONE } from '../format.ts'
import { replicaStrips } from '../replica-strips.ts'
import { splitTable } from '../split-table.ts'
import type { ComposeSection } from './section.ts'

/** What the targets said of themselves, the figures of each, and what happened to them. */
export const composeReplicas: ComposeSection = (analysis) => {
  const blocks: Block[] = []
  if (analysis.manifest.targets.length > 0) blocks.push(targetTable(analysis))
  const split = splitTable(analysis, 'replica')
  if (split !== null) blocks.push(split)
  for (const chart of replicaStrips(analysis)) blocks.push({ kind: 'chart', chart })
  const events = eventTable(analysis)
  if (events !== null) blocks.push(events)
  return blocks.length === 0 ? null : { id: 'replicas', title: 'Replicas', essential: false, blocks }
}

function targetTable({ manifest }: Analysis): Table {
  return {
    kind: 'table',
    caption: 'Targets, as they described themselves',
    columns: ['replica', 'server', 'version', 'model', 'context'].map((label) => ({
      label,
      align: label === 'context' ? 'right' : 'left',
    })),
    rows: manifest.targets.map((target) => [
      { text: target.name, verbatim: true },
      said(target.server),
      said(target.version),
      said(target.model),
      target.maxModelLen === null ? NONE : `${formatCount(target.maxModelLen)} tok`,
    ]),
  }
}

function said(text: string | null): Cell {
  return text === null || text === '' ? NONE : { text, verbatim: true }
}
