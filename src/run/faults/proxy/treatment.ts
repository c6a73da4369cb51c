import { type Nanos, NS_PER_S, nanos } from '../../../base/nanos.ts'
import type { ProxyFault } from '../../../model/fault.ts'
import type { Mt19937 } from '../../../stats/random/mt19937.ts'
import { uniform } from '../../../stats/random/uniform.ts'

/** What comes from one side of a connection. */
export type Piece =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'fin' }
  | { readonly kind: 'reset' }
  /** No more of this: a FIN to the one side, and the other is let go. */
  | { readonly kind: 'cut' }

/** A piece and when it goes on, at the earliest. */
export type DuePiece = Piece & { readonly due: Nanos }

/** Turns what comes into what goes on: later, in parts, or not at all. Never in another order. */
export interface Treatment {
  /** So many bytes may wait before the source is no longer read. */
  readonly room: number
  treat(piece: Piece, now: Nanos): readonly DuePiece[]
}

/** About what the kernel itself would hold. */
const ROOM = 2 ** 16
/** Enough for 40 MB/s through a delay of 100 ms. */
const DELAY_ROOM = 2 ** 22
/** How much goes out at once when bandwidth is short, in seconds of it. */
const BURST = 0.02

/** What a fault does to the bytes of one connection on their way to the client. */
export function treatmentOf(fault: ProxyFault | null, random: Mt19937): Treatment {
  switch (fault?.do) {
    case 'delay':
      return delay(fault.delay, fault.jitter, random)
    case 'bandwidth':
      return bandwidth(fault.bytesPerSecond)
    case 'cut':
      return cut(fault.afterBytes)
    case 'slow-close':
      return slowClose(fault.delay)
    default:
      return PASS
  }
}

export const PASS: Treatment = { room: ROOM, treat: (piece, due) => [{ ...piece, due }] }

/** Between `time − jitter` and `time + jitter`, evenly. */
function delay(time: Nanos, jitter: Nanos, random: Mt19937): Treatment {
  const later = (): number => Math.max(0, time + jitter * (2 * uniform(random) - 1))
  return { room: DELAY_ROOM, treat: (piece, now) => [{ ...piece, due: nanos(now + later()) }] }
}

/** A bucket that holds 20 ms worth of bytes. */
function bandwidth(bytesPerSecond: number): Treatment {
  const most = Math.max(1, Math.floor(bytesPerSecond * BURST))
  let free = 0
  const send = (bytes: Buffer, now: Nanos): DuePiece => {
    const due = Math.max(free, now)
    free = due + (bytes.length / bytesPerSecond) * NS_PER_S
    return { kind: 'bytes', bytes, due: nanos(due) }
  }
  const treat: Treatment['treat'] = (piece, now) => {
    if (piece.kind !== 'bytes') return [{ ...piece, due: nanos(Math.max(free, now)) }]
    return slices(piece.bytes, most).map((bytes) => send(bytes, now))
  }
  return { room: ROOM, treat }
}

function slices(bytes: Buffer, most: number): Buffer[] {
  const count = Math.ceil(bytes.length / most)
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * most, (i + 1) * most))
}

/** Counts from the fault's own beginning, or from the connection's if that is later. */
function cut(afterBytes: number): Treatment {
  let left = afterBytes
  const treat: Treatment['treat'] = (piece, due) => {
    if (piece.kind !== 'bytes') return [{ ...piece, due }]
    const bytes = piece.bytes.subarray(0, left)
    left -= bytes.length
    return left > 0
      ? [{ ...piece, due }]
      : [
          { kind: 'bytes', bytes, due },
          { kind: 'cut', due },
        ]
  }
  return { room: ROOM, treat }
}

function slowClose(time: Nanos): Treatment {
  return { room: ROOM, treat: (piece, now) => [{ ...piece, due: piece.kind === 'bytes' ? now : nanos(now + time) }] }
}
