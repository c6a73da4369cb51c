import { formatCount } from '../../report/format.ts'
import { printable } from '../../report/printable.ts'
import { type Paint, painter } from '../../report/renderers/terminal/paint.ts'
import { imbalanceTexts } from './imbalance.ts'
import type { LiveState } from './live-state.ts'
import {
  failureTexts,
  generatorPieces,
  leftText,
  progressTexts,
  rateTexts,
  spreadTexts,
  tokenRateText,
} from './phrases.ts'
import { layPieces, type Piece } from './pieces.ts'
import { replicaRows, STATE_LOOKS } from './replica-rows.ts'

const LABEL = 11
const LONGEST_BAR = 50
const SHORTEST_BAR = 6
/** ` 100%  about 59 min 59 s left`, and the gap before it. */
const ROOM_BESIDE_BAR = 30
const LONGEST_NAME = 40

/**
 * What is repainted in place: at most seven lines, and ten more where there are several replicas. None is wider than
 * `width`.
 */
export function drawBlock(state: LiveState, width: number, color: boolean): string[] {
  const paint = painter(color)
  const row = (label: string, pieces: readonly Piece[]) =>
    paint(label.padEnd(LABEL).slice(0, width), 'muted') + layPieces(pieces, width - LABEL, paint)
  const lines = [layPieces(titlePieces(state), width, paint)]
  if (state.stage === 'preparing') return lines
  if (!Number.isNaN(state.progress.share)) lines.push(drawBar(state.progress, width, paint))
  lines.push(row('rate', plain([...rateTexts(state), tokenRateText(state)])))
  lines.push(row('requests', requestPieces(state)))
  if (state.ttft === null) lines.push(row('latency', plain(spreadTexts(state.latency))))
  else lines.push(row('ttft', plain(spreadTexts(state.ttft))))
  if (state.itl !== null) lines.push(row('itl', plain(spreadTexts(state.itl))))
  lines.push(row('generator', generatorPieces(state)))
  if (state.replicas.length === 0) return lines
  return [...lines, row('replicas', replicaPieces(state)), ...replicaRows(state, width, paint)]
}

const plain = (texts: readonly string[]): Piece[] => texts.map((text) => ({ text }))

function titlePieces(state: LiveState): Piece[] {
  const name = printable(state.name)
  const short = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name
  if (state.stage === 'preparing')
    return [
      { text: short, look: 'bold' },
      { text: PREPARING, look: 'muted' },
    ]
  return [{ text: short, look: 'bold' }, { text: state.stage }, ...plain(progressTexts(state))]
}

const PREPARING = 'reading the dataset, drawing the plan, connecting'

function requestPieces(state: LiveState): Piece[] {
  const bad: Piece[] = failureTexts(state).map((text) => ({ text, look: 'bad' }))
  const [failed = [], ...outcomes] = bad.map((piece) => [piece])
  return [
    { text: `${formatCount(state.inFlight)} in flight` },
    { text: `${formatCount(state.ok)} ok`, look: 'good' },
    ...failed,
    { text: `${formatCount(state.issued)} issued` },
    ...outcomes.flat(),
  ]
}

/** `2 in  1 faulted  imbalance 1.5 max/mean` */
function replicaPieces(state: LiveState): Piece[] {
  const counted = (['in', 'out', 'faulted'] as const).map((name) => ({
    n: state.replicas.filter((replica) => replica.state === name).length,
    text: name,
    look: STATE_LOOKS[name],
  }))
  const present = counted.filter(({ n }) => n > 0)
  return [
    ...present.map(({ n, text, look }) => ({ text: `${formatCount(n)} ${text}`, look })),
    ...plain(imbalanceTexts(state)),
  ]
}

/** `━━━━━━╸─────  12%  8 min 48 s left`, in half columns. */
function drawBar(progress: LiveState['progress'], width: number, paint: Paint): string {
  const percent = `${Math.floor(progress.share * 100)}%`.padStart(4)
  const said: Piece[] = plain([percent, leftText(progress)].filter((text) => text !== ''))
  const columns = Math.min(LONGEST_BAR, width - ROOM_BESIDE_BAR)
  if (columns < SHORTEST_BAR) return layPieces(said, width, paint)
  const halves = Math.floor(progress.share * columns * 2)
  const full = '━'.repeat(Math.floor(halves / 2)) + (halves % 2 === 1 ? '╸' : '')
  const bar = paint(full, 'good') + paint('─'.repeat(columns - full.length), 'muted')
  return `${bar}  ${layPieces(said, width - columns - 2, paint)}`
}
