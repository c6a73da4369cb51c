import { formatCount, formatShare, formatValue, NONE } from '../../report/format.ts'
import { printable } from '../../report/printable.ts'
import type { Look, Paint } from '../../report/renderers/terminal/paint.ts'
import type { LiveState, ReplicaState } from './live-state.ts'
import { spreadTexts } from './phrases.ts'
import { layPieces, type Piece } from './pieces.ts'

const MOST = 8
const LONGEST_NAME = 24
const INDENT = '  '

/** A line for each replica, in columns; of many only the worst, and how many there are besides. */
export function replicaRows(state: LiveState, width: number, paint: Paint): string[] {
  const shown = worst(state.replicas)
  const rows = aligned(shown.map((replica) => cells(replica, state.ttft === null ? 'latency' : 'ttft')))
  const more = state.replicas.length - shown.length
  if (more > 0) rows.push([{ text: `and ${formatCount(more)} more`, look: 'muted' }])
  return rows.map((pieces) => INDENT.slice(0, width) + layPieces(pieces, width - INDENT.length, paint))
}

/** In the order of the fleet, so that lines stay where they are. */
function worst(replicas: readonly ReplicaState[]): readonly ReplicaState[] {
  if (replicas.length <= MOST) return replicas
  const chosen = new Set([...replicas].sort(byTrouble).slice(0, MOST))
  return replicas.filter((replica) => chosen.has(replica))
}

const TROUBLE = { faulted: 2, out: 1, in: 0 }

const byTrouble = (a: ReplicaState, b: ReplicaState): number =>
  TROUBLE[b.state] - TROUBLE[a.state] || b.failed - a.failed || (b.wait.p50 || 0) - (a.wait.p50 || 0) || 0

export const STATE_LOOKS: { readonly [state in ReplicaState['state']]: Look } = {
  in: 'good',
  out: 'bad',
  faulted: 'warn',
}

type Cell = Piece & { pad?: 'padStart' | 'padEnd' }

function cells({ name, state, inFlight, share, failed, wait, good }: ReplicaState, metric: string): Cell[] {
  const flying = Number.isNaN(inFlight) ? NONE : formatCount(inFlight)
  return [
    { text: shortened(printable(name)), pad: 'padEnd' },
    { text: state, look: STATE_LOOKS[state], pad: 'padEnd' },
    { text: `${flying} in flight`, pad: 'padStart' },
    { text: `${formatShare(share)} of load`, pad: 'padStart' },
    { text: `${formatCount(failed)} failed`, ...(failed > 0 && { look: 'bad' as const }), pad: 'padStart' },
    { text: `${metric} ${spreadTexts(wait)[0]}`, pad: 'padEnd' },
    { text: `good ${formatValue(good, '1/s')}` },
  ]
}

/** Of pods and of addresses the end tells them apart. */
const shortened = (name: string): string => (name.length > LONGEST_NAME ? `…${name.slice(1 - LONGEST_NAME)}` : name)

function aligned(rows: readonly Cell[][]): Piece[][] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column].text.length))) ?? []
  return rows.map((row) =>
    row.map(({ pad, ...piece }, column) => (pad ? { ...piece, text: piece.text[pad](widths[column]) } : piece)),
  )
}
