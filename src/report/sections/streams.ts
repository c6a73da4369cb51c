import { splitTable } from '../split-table.ts'
import type { ComposeSection } from './section.ts'

/** The figures of each stream, where the load has more than one. */
export const composeStreams: ComposeSection = (analysis) => {
  const table = splitTable(analysis, 'stream')
  return table && { id: 'streams', title: 'Streams', essential: false, blocks: [table] }
}
