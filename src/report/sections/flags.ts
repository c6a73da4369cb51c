import { FLAGS, type Flag } from '../../model/outcome.ts'
import { formatCount } from '../format.ts'
import type { ComposeSection } from './section.ts'

const FLAG_MEANING: { readonly [flag in Flag]: string } = {
  missing_done: 'finish_reason came, [DONE] did not',
  missing_end: 'the terminal event came, then the body’s framing was violated',
  unframed: 'the body ends with its connection, so a cut cannot be seen',
  usage_mismatch: 'the server’s usage differs from the tokens counted on the wire by more than 1%',
  truncated_event: 'the last event was not ended by an empty line',
  stale_connection: 'reset on a connection that had served before: may be a keep-alive race',
  proxy_buffered: 'all events of a stream came in one read: something on the way buffers',
  not_streamed: 'a stream was asked for, and the answer came as one body',
}

/** Facts kept beside outcomes: they change none, but they say how the server behaves. */
export const composeFlags: ComposeSection = ({ books }) => {
  const rows = books.flags.filter(({ n }) => n > 0).map(({ flag, n }) => [flag, formatCount(n), meaning(flag)])
  if (rows.length === 0) return null
  return {
    id: 'flags',
    title: 'Flags',
    essential: false,
    blocks: [
      {
        kind: 'table',
        caption: 'Facts kept beside outcomes',
        columns: [
          { label: 'flag', align: 'left' },
          { label: 'n', align: 'right' },
          { label: 'meaning', align: 'left' },
        ],
        rows,
      },
    ],
  }
}

function meaning(flag: string): string {
  return flag in FLAGS ? FLAG_MEANING[flag as Flag] : ''
}
