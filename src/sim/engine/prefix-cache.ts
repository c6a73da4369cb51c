/** Tokens of a block: only whole blocks are shared. */
export const BLOCK_TOKENS = 16

/** Remembers the prompt blocks computed last, the least recently used forgotten first. */
export class PrefixCache {
  readonly #capacity: number
  readonly #blocks = new Set<number>()

  /** @param tokens how many tokens it may remember */
  constructor(tokens: number) {
    this.#capacity = Math.floor(tokens / BLOCK_TOKENS)
  }

  /** How many leading tokens of a prompt need not be computed; never the whole prompt. */
  hits(blocks: readonly number[], promptTokens: number): number {
    let matched = 0
    while (matched < blocks.length && this.#blocks.has(blocks[matched])) matched++
    const most = Math.floor((promptTokens - 1) / BLOCK_TOKENS)
    return Math.min(matched, most) * BLOCK_TOKENS
  }

  remember(blocks: readonly number[]): void {
    for (const block of blocks) {
      this.#blocks.delete(block)
      this.#blocks.add(block)
    }
    for (const oldest of this.#blocks) {
      if (this.#blocks.size <= this.#capacity) return
      this.#blocks.delete(oldest)
    }
  }
}
