/** Numbers for texts, in order of first sight. Bounded, because servers choose some of the texts. */
export class CodeTable {
  readonly texts: string[]
  readonly #codes = new Map<string, number>()

  constructor(texts: readonly string[] = []) {
    this.texts = [...texts]
    for (const [code, text] of texts.entries()) this.#codes.set(text, code)
  }

  /** −1 for null; past `LIMIT` different texts, one code that stands for all further ones. */
  code(text: string | null): number {
    if (text === null) return -1
    const known = this.#codes.get(text)
    if (known !== undefined) return known
    const full = this.texts.length >= LIMIT
    if (full && text !== OVERFLOW) return this.code(OVERFLOW)
    this.#codes.set(text, this.texts.length)
    return this.texts.push(text) - 1
  }
}

const LIMIT = 1000
const OVERFLOW = '(one of more than 1000 different texts)'
