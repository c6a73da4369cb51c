import type { Socket } from 'node:net'
import { systemClock } from '../../../base/clock.ts'
import { type Nanos, NS_PER_MS } from '../../../base/nanos.ts'
import { resetSocket } from './reset-socket.ts'
import type { DuePiece, Piece, Treatment } from './treatment.ts'

/**
 * One direction of a connection. Nothing is lost or changes places: a source is read only while there is room, ends and
 * resets wait for the bytes before them, and what comes after a cut, or for a side that is gone, is let go.
 */
export class Flow {
  readonly #from: Socket
  readonly #to: Socket
  #treatment: Treatment
  /** Neither read nor written. */
  #held: boolean
  #waiting: DuePiece[] = []
  #bytes = 0
  #lastDue = 0
  #blocked = false
  #cut = false
  #timer: NodeJS.Timeout | undefined

  constructor(from: Socket, to: Socket, treatment: Treatment, held: boolean) {
    this.#from = from
    this.#to = to
    this.#treatment = treatment
    this.#held = held
    from.on('data', (bytes: Buffer) => this.#take({ kind: 'bytes', bytes }))
    from.on('end', () => this.#take({ kind: 'fin' }))
    from.on('error', () => this.#take({ kind: 'reset' }))
    const unblock = () => {
      this.#blocked = false
      this.#pump()
    }
    to.on('drain', unblock)
    to.on('close', unblock)
    this.#pump()
  }

  /** From now on, what comes is treated so; what waits goes on as soon as it is not held. */
  change(treatment: Treatment, held: boolean): void {
    this.#treatment = treatment
    this.#held = held
    this.#lastDue = 0
    this.#waiting = this.#waiting.map((piece) => ({ ...piece, due: 0 as Nanos }))
    this.#pump()
  }

  #take(piece: Piece): void {
    if (this.#cut) return
    for (const next of this.#treatment.treat(piece, systemClock())) {
      this.#lastDue = Math.max(this.#lastDue, next.due)
      this.#waiting.push({ ...next, due: this.#lastDue as Nanos })
      if (next.kind === 'bytes') this.#bytes += next.bytes.length
      if (next.kind === 'cut') this.#cut = true
    }
    this.#pump()
  }

  #pump(): void {
    clearTimeout(this.#timer)
    while (this.#waiting.length > 0 && !this.#held && !this.#blocked) {
      const wait = this.#waiting[0].due - systemClock()
      if (wait > 0) {
        this.#timer = setTimeout(() => this.#pump(), Math.ceil(wait / NS_PER_MS)).unref()
        break
      }
      this.#pass(this.#waiting.shift()!)
    }
    if (this.#held || this.#blocked || this.#bytes > this.#treatment.room) this.#from.pause()
    else this.#from.resume()
  }

  #pass(piece: DuePiece): void {
    if (piece.kind === 'bytes') this.#bytes -= piece.bytes.length
    if (this.#to.destroyed) return
    switch (piece.kind) {
      case 'bytes':
        this.#blocked = !this.#to.write(piece.bytes)
        return
      case 'fin':
        this.#to.end()
        return
      case 'reset':
        return resetSocket(this.#to)
      case 'cut':
        this.#to.end()
        this.#from.destroy()
    }
  }
}
