const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN = 0x7b
const CLOSE = 0x7d

/** Cuts text that comes in pieces into the JSON objects that follow each other in it. */
export class JsonStream {
  #text = ''
  #at = 0
  #depth = 0
  #inString = false

  /** @returns the objects that a piece completes. @throws SyntaxError when one of them is no JSON */
  push(piece: string): unknown[] {
    this.#text += piece
    const objects: unknown[] = []
    for (; this.#at < this.#text.length; this.#at++) {
      const code = this.#text.charCodeAt(this.#at)
      if (this.#inString) {
        if (code === BACKSLASH) this.#at++
        else if (code === QUOTE) this.#inString = false
      } else if (code === QUOTE) this.#inString = true
      else if (code === OPEN) this.#depth++
      else if (code === CLOSE && --this.#depth === 0) objects.push(this.#cut())
    }
    return objects
  }

  #cut(): unknown {
    const end = this.#at + 1
    const object: unknown = JSON.parse(this.#text.slice(0, end))
    this.#text = this.#text.slice(end)
    this.#at = -1
    return object
  }
}
