import { stripVTControlCharacters } from 'node:util'

/** Control sequences of ECMA-48 and DEC's private modes. */
const HIDE_CURSOR = '\x1b[?25l'
const SHOW_CURSOR = '\x1b[?25h'
/** A line wider than the window is cut by the terminal instead of taking a second row. */
const NO_WRAP = '\x1b[?7l'
const WRAP = '\x1b[?7h'
const ERASE_LINE = '\x1b[K'
const ERASE_BELOW = '\x1b[J'

/** What a screen is drawn on: whole lines only, each write ending in a line break. */
export interface Canvas {
  err(text: string): void
  readonly width: number
}

/**
 * A block of lines at the foot of a terminal, painted over in place. Every frame is one write in which each line
 * replaces the one under it, so that nothing flickers. The cursor rests on the line below the block.
 */
export class Screen {
  readonly #canvas: Canvas
  /** Width of each line that stands there now. */
  #painted: readonly number[] = []
  #hidden = false
  readonly #restore = () => this.#canvas.err(`\x1b[1A${WRAP}${SHOW_CURSOR}\n`)

  constructor(canvas: Canvas) {
    this.#canvas = canvas
  }

  /** @param lines at least one */
  paint(lines: readonly string[]): void {
    this.#hide()
    this.#canvas.err(`${NO_WRAP}${HIDE_CURSOR}${this.#toTop()}${this.#frame(lines)}`)
  }

  /** Writes a line that stays, above the block. */
  say(line: string, lines: readonly string[]): void {
    const above = `${this.#toTop()}${ERASE_BELOW}${line}\n`
    this.#painted = []
    this.#hide()
    this.#canvas.err(`${WRAP}${above}${NO_WRAP}${HIDE_CURSOR}${this.#frame(lines)}`)
  }

  /** Takes the block away and gives the terminal back as it was. */
  close(): void {
    if (!this.#hidden) return
    process.off('exit', this.#restore)
    this.#hidden = false
    // One row is left for the line break every write ends in, and the cursor goes back over it.
    this.#canvas.err(`${this.#toTop()}${ERASE_BELOW}\x1b[1A${WRAP}${SHOW_CURSOR}\n`)
    this.#painted = []
  }

  /** However the process ends, the cursor comes back. */
  #hide(): void {
    if (this.#hidden) return
    this.#hidden = true
    process.on('exit', this.#restore)
  }

  #frame(lines: readonly string[]): string {
    this.#painted = lines.map((line) => stripVTControlCharacters(line).length)
    return `${lines.join(`${ERASE_LINE}\n`)}${ERASE_BELOW}\n`
  }

  /** Terminals that reflow have broken the old lines anew when the window became narrower. */
  #toTop(): string {
    const { width } = this.#canvas
    const rows = this.#painted.reduce((sum, length) => sum + Math.max(1, Math.ceil(length / Math.max(1, width))), 0)
    return rows === 0 ? '\r' : `\r\x1b[${rows}A`
  }
}
