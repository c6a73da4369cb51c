import { mix } from '../engine/random.ts'
import type { Exchange } from '../http/exchange.ts'
import type { Services } from '../services.ts'
import { planOutput } from '../text/output.ts'
import type { Prompt } from '../text/tokenizer.ts'
import type { Answer } from './answer.ts'
import type { Choice } from './choice.ts'
import type { Generation } from './generation.ts'

/** One request while the engine works on it. */
export class LiveGeneration {
  readonly #services: Services
  readonly #exchange: Exchange
  readonly #answer: Answer
  readonly #choices: readonly Choice[]
  #open: number
  #over = false

  constructor(services: Services, exchange: Exchange, answer: Answer, generation: Generation, seed: number) {
    this.#services = services
    this.#exchange = exchange
    this.#answer = answer
    answer.begin()
    exchange.onGone(() => this.#gone())
    services.live.add(this)
    const prompts = generation.prompts.flatMap((prompt) => Array.from({ length: generation.n }, () => prompt))
    this.#open = prompts.length
    this.#choices = prompts.map((prompt, index) => this.#submit(prompt, index, generation, mix(seed, index)))
    exchange.truth?.note({ promptTokens: generation.prompts.reduce((sum, { tokens }) => sum + tokens, 0) })
  }

  /** Ends every choice at once with `abort`, as vLLM does when it is told to go. */
  abort(): void {
    if (this.#over) return
    for (const choice of this.#choices) {
      if (choice.finish) continue
      this.#services.engine.abort(choice.sequence)
      this.#end(choice, 'abort', null)
    }
  }

  #submit(prompt: Prompt, index: number, generation: Generation, seed: number): Choice {
    const { naturalTokens, halfCharacters } = this.#services.settings
    const output = planOutput({ ...generation, seed, naturalTokens, halfCharacters })
    const sequence = this.#services.engine.submit({
      promptTokens: prompt.tokens,
      outputTokens: output.tokens,
      blocks: prompt.blocks,
      token: () => this.#token(choice),
    })
    const choice: Choice = { index, prompt, output, sequence, written: 0, finish: null }
    return choice
  }

  #token(choice: Choice): void {
    if (this.#over) return
    const { produced, outputTokens } = choice.sequence
    this.#services.metrics.token(choice.sequence)
    if (produced < outputTokens) return this.#answer.progress(choice, produced)
    this.#services.metrics.finished(choice.sequence, choice.output.finish)
    this.#end(choice, choice.output.finish, choice.output.stopReason)
  }

  #end(choice: Choice, reason: 'stop' | 'length' | 'abort', stopReason: string | null): void {
    choice.finish = { reason, stopReason }
    this.#answer.progress(choice, choice.sequence.produced)
    this.#open--
    if (this.#open > 0) return
    this.#over = true
    this.#services.live.delete(this)
    this.#exchange.truth?.note({ finish: reason })
    this.#answer.finish(this.#choices)
  }

  /** Closing the connection frees the slot; vLLM counts such a request under no finished reason. */
  #gone(): void {
    if (this.#over) return
    this.#over = true
    this.#services.live.delete(this)
    for (const choice of this.#choices) if (!choice.finish) this.#services.engine.abort(choice.sequence)
  }
}
