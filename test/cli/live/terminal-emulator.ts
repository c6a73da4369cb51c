/** A terminal as far as the live view uses one: a grid of rows that scrolls, cursor, erasing, wrapping, reflow. */
export class TerminalEmulator {
  width: number
  readonly height: number
  writes = 0
  cursorShown = true
  wraps = true
  /** The rows in the window, and above them what has scrolled off. */
  #rows: string[]
  #scrolled: string[] = []
  #row = 0
  #column = 0

  constructor(width: number, height: number) {
    this.width = width
    this.height = height
    this.#rows = Array.from({ length: height }, () => '')
  }

  err(text: string): void {
    this.writes++
    for (const [piece] of text.matchAll(/\x1b\[(\?)?(\d*)([A-Za-z])|[\s\S]/g)) this.#take(piece)
  }

  /** Everything that was written and is still there, without the empty rows at the end. */
  get text(): string[] {
    const rows = [...this.#scrolled, ...this.#rows].map((row) => row.trimEnd())
    while (rows.at(-1) === '') rows.pop()
    return rows
  }

  /** Makes the window narrower or wider and breaks what stands in it anew, as most terminals do. */
  resize(width: number): void {
    const rows = this.#rows.slice(0, this.#row).flatMap((row) => broken(row.trimEnd(), width))
    this.width = width
    while (rows.length >= this.height) this.#scrolled.push(rows.shift() as string)
    this.#row = rows.length
    this.#column = 0
    this.#rows = [...rows, ...Array.from({ length: this.height - rows.length }, () => '')]
  }

  #take(piece: string): void {
    if (piece === '\n') return this.#lineFeed()
    if (piece === '\r') this.#column = 0
    else if (piece.length === 1) this.#put(piece)
    else this.#control(piece)
  }

  #control(piece: string): void {
    if (piece === '\x1b[?25l') this.cursorShown = false
    else if (piece === '\x1b[?25h') this.cursorShown = true
    else if (piece === '\x1b[?7l') this.wraps = false
    else if (piece === '\x1b[?7h') this.wraps = true
    else if (piece === '\x1b[K') this.#rows[this.#row] = this.#rows[this.#row].slice(0, this.#column)
    else if (piece === '\x1b[J') {
      this.#rows[this.#row] = this.#rows[this.#row].slice(0, this.#column)
      this.#rows.fill('', this.#row + 1)
    } else if (piece.endsWith('A')) this.#row = Math.max(0, this.#row - Number(piece.slice(2, -1) || 1))
    else if (!piece.endsWith('m')) throw new Error(`unknown control ${JSON.stringify(piece)}`)
  }

  #put(character: string): void {
    if (this.#column === this.width) {
      if (this.wraps) this.#lineFeed()
      else this.#column--
    }
    const row = this.#rows[this.#row].padEnd(this.#column)
    this.#rows[this.#row] = row.slice(0, this.#column) + character + row.slice(this.#column + 1)
    this.#column++
  }

  #lineFeed(): void {
    this.#column = 0
    if (this.#row < this.height - 1) this.#row++
    else {
      this.#scrolled.push(this.#rows.shift() as string)
      this.#rows.push('')
    }
  }
}

function broken(row: string, width: number): string[] {
  const pieces: string[] = []
  for (let from = 0; from === 0 || from < row.length; from += width) pieces.push(row.slice(from, from + width))
  return pieces
}
