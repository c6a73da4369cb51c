import type { Answer } from '../protocol.ts'

/** More choices than any server offers; a larger index is taken for the first choice. */
const MAX_CHOICES = 1024

type Source = Answer['seenBy']
const TRUST: readonly Source[] = ['events', 'logprobs', 'token_ids', 'continuous_usage']

/** Per choice of one answer: tokens counted so far and whether it has finished. */
export class ChoiceTally {
  readonly #answer: Answer
  readonly #counted: number[] = []
  readonly #finished: boolean[] = []
  /** How many of the two lists hold choices of this answer: they are kept for the next one. */
  #seen = 0
  #open = 0
  #anyCounted = false
  /** Usage came with an event that did not finish a choice: it counts on as the answer goes on. */
  continuous = false

  constructor(answer: Answer) {
    this.#answer = answer
  }

  /** @param choices how many were asked for */
  reset(choices: number): void {
    this.#seen = 0
    this.#open = choices
    this.#anyCounted = false
    this.continuous = false
  }

  /** The index a choice has in the tally. */
  slot(index: unknown): number {
    const valid = typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < MAX_CHOICES
    const slot = valid ? index : 0
    while (this.#seen <= slot) this.#addChoice()
    return slot
  }

  /** Counts tokens of one event. */
  add(slot: number, tokens: number, source: Source): void {
    if (tokens === 0) return
    this.#counted[slot] += tokens
    this.#answer.tokensSeen += tokens
    this.#rely(source)
  }

  /** The server's own count over the choice so far; corrects what was counted before. */
  addUpTo(slot: number, total: number): void {
    this.continuous = true
    const tokens = total - this.#counted[slot]
    if (tokens > 0) {
      this.#counted[slot] = total
      this.#answer.tokensSeen += tokens
    }
    this.#answer.seenBy = 'continuous_usage'
    this.#anyCounted = true
  }

  finish(slot: number): void {
    if (this.#finished[slot]) return
    this.#finished[slot] = true
    this.#open--
  }

  /** Every choice asked for or seen has finished. */
  get allFinished(): boolean {
    if (this.#open > 0) return false
    for (let slot = 0; slot < this.#seen; slot++) if (!this.#finished[slot]) return false
    return true
  }

  #addChoice(): void {
    this.#counted[this.#seen] = 0
    this.#finished[this.#seen] = false
    this.#seen++
  }

  /** A count is worth as much as the worst of its sources. */
  #rely(source: Source): void {
    const answer = this.#answer
    if (this.#anyCounted && source === answer.seenBy) return
    if (!this.#anyCounted || TRUST.indexOf(source) < TRUST.indexOf(answer.seenBy)) answer.seenBy = source
    this.#anyCounted = true
  }
}
