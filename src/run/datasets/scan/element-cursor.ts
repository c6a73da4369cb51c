const [QUOTE, BACKSLASH, COMMA, NEWLINE] = [0x22, 0x5c, 0x2c, 0x0a]
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d]

/** Walks over one element's bytes, which may come in pieces, to the `,`, `]` or `}` that follows it. */
export class ElementCursor {
  #depth = 0
  #quoted = false
  #escaped = false
  /** Line ends met by the last `advance`. */
  newlines = 0

  /** @returns where the element ends, −1 when not in this chunk */
  advance(chunk: Buffer, from: number): number {
    let depth = this.#depth
    let quoted = this.#quoted
    let escaped = this.#escaped
    let end = -1
    this.newlines = 0
    for (let i = from; i < chunk.length; i++) {
      const byte = chunk[i]
      if (byte === NEWLINE) this.newlines++
      if (quoted) {
        if (escaped) escaped = false
        else if (byte === BACKSLASH) escaped = true
        else if (byte === QUOTE) quoted = false
      } else if (byte === QUOTE) quoted = true
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++
      else if (depth === 0 && (byte === COMMA || byte === CLOSE_BRACKET || byte === CLOSE_BRACE)) {
        end = i
        break
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth--
    }
    this.#depth = depth
    this.#quoted = quoted
    this.#escaped = escaped
    return end
  }
}
