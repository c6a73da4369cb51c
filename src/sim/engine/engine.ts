import type { Nanos } from '../../base/nanos.ts'
import { NS_PER_MS } from '../../base/nanos.ts'
import { PrefixCache } from './prefix-cache.ts'
import { normal, seedOf } from './random.ts'
import type { Sequence, SequenceRequest } from './sequence.ts'
import { isFinished, makeSequence } from './sequence.ts'
import type { EngineSettings } from './settings.ts'
import type { StepWork } from './step-time.ts'
import { stepTime } from './step-time.ts'

/** A step that ends this late started its successor late too: the machine slept, and slept time is not made up for. */
const LATEST_MAKE_UP = 50 * NS_PER_MS

/** Told of each step. */
export interface EngineObserver {
  /** It is under way until `end`, whatever comes. */
  began?(at: Nanos, end: Nanos, work: StepWork): void
  /** How many tokens it computed. */
  ended?(tokens: number): void
}

/**
 * A continuous-batching engine as a pure state machine: it never reads a clock and arms no timer. Steps follow one
 * another without a gap while there is work; a step decodes one token of every running sequence and spends what is left
 * of its token budget on prompts, first come first served. docs/simulated-fleet.md §2.
 */
export class Engine {
  readonly #settings: EngineSettings
  readonly #seed: number
  readonly #prefixes: PrefixCache
  readonly #observer: EngineObserver
  #waiting: Sequence[] = []
  #running: Sequence[] = []
  /** Members of the step under way that get a token at its end. */
  #producing: Sequence[] = []
  #computing = 0
  #ends = Number.POSITIVE_INFINITY
  #steps = 0
  #kvUsed = 0
  preemptions = 0
  prefixQueries = 0
  prefixHits = 0

  constructor(settings: EngineSettings, observer: EngineObserver = {}) {
    this.#settings = settings
    this.#seed = seedOf(`engine ${settings.seed}`)
    this.#prefixes = new PrefixCache(settings.kvTokens)
    this.#observer = observer
  }

  /** When the step under way ends; Infinity when idle. */
  get due(): number {
    return this.#ends
  }
  get running(): number {
    return this.#running.length
  }
  get waiting(): number {
    return this.#waiting.length
  }
  /** Share of the KV cache in use. */
  get kvUsage(): number {
    return this.#kvUsed / this.#settings.kvTokens
  }

  /** @throws RangeError when the sequence could never be held whole. */
  submit(request: SequenceRequest, now: Nanos): Sequence {
    const most = request.promptTokens + request.outputTokens
    if (most > this.#settings.kvTokens) throw new RangeError(`${most} tokens never fit into the KV cache`)
    this.advance(now)
    const sequence = makeSequence(request, now)
    this.#waiting.push(sequence)
    if (this.#ends === Number.POSITIVE_INFINITY) this.#beginStep(now)
    return sequence
  }

  /** Forgets a sequence whose client has gone; its slot is free for the next step. */
  abort(sequence: Sequence): void {
    remove(this.#waiting, sequence)
    remove(this.#producing, sequence)
    if (remove(this.#running, sequence)) this.#release(sequence)
  }

  /** Ends every step that is over by `now` and begins the next ones. */
  advance(now: Nanos): void {
    while (this.#ends <= now) {
      const ended = this.#ends as Nanos
      this.#endStep(ended)
      this.#beginStep(now - ended > LATEST_MAKE_UP ? now : ended)
    }
  }

  #endStep(at: Nanos): void {
    const produced = this.#producing
    this.#producing = []
    this.#ends = Number.POSITIVE_INFINITY
    for (const sequence of produced) this.#give(sequence, at)
    this.#observer.ended?.(this.#computing)
    for (const sequence of produced) sequence.token(sequence, at)
  }

  #give(sequence: Sequence, at: Nanos): void {
    if (sequence.produced === 0) {
      sequence.firstToken = at
      this.#prefixes.remember(sequence.blocks)
    }
    sequence.lastToken = at
    sequence.produced++
    if (!isFinished(sequence)) return this.#hold(sequence, 1)
    remove(this.#running, sequence)
    this.#release(sequence)
  }

  #beginStep(at: Nanos): void {
    this.#makeRoom()
    this.#admit(at)
    const decodes = this.#running.filter(isDecoding)
    const prefills: Sequence[] = []
    let budget = this.#settings.stepTokens - decodes.length
    let prefillTokens = 0
    for (const sequence of this.#running) {
      if (isDecoding(sequence) || budget <= 0) continue
      const share = Math.min(sequence.toCompute, budget)
      sequence.toCompute -= share
      budget -= share
      prefillTokens += share
      prefills.push(sequence)
    }
    const sequences = decodes.length + prefills.length
    if (sequences === 0) return
    this.#producing = [...decodes, ...prefills.filter((sequence) => sequence.toCompute === 0)]
    this.#computing = decodes.length + prefillTokens
    const draw = normal(this.#seed, this.#steps++)
    const work = { prefillTokens, sequences }
    this.#ends = at + stepTime(this.#settings, work, draw)
    this.#observer.began?.(at, this.#ends as Nanos, work)
  }

  /** Every sequence may add a token to the cache; when they do not all fit, the newest starts over later. */
  #makeRoom(): void {
    while (this.#kvUsed + this.#running.length > this.#settings.kvTokens && this.#running.length > 1) {
      const victim = this.#running.pop()!
      this.#release(victim)
      victim.preemptions++
      this.preemptions++
      this.#waiting.unshift(victim)
    }
  }

  #admit(at: Nanos): void {
    while (this.#waiting.length > 0 && this.#running.length < this.#settings.slots) {
      const next = this.#waiting[0]
      const context = next.promptTokens + next.produced
      if (this.#kvUsed + context + this.#running.length + 1 > this.#settings.kvTokens && this.#running.length > 0)
        return
      this.#waiting.shift()
      this.#running.push(next)
      this.#hold(next, context)
      next.toCompute = context - this.#cached(next)
      if (Number.isNaN(next.scheduled)) next.scheduled = at
    }
  }

  #cached(sequence: Sequence): number {
    if (!this.#settings.prefixCache) return 0
    const hits = this.#prefixes.hits(sequence.blocks, sequence.promptTokens)
    this.prefixQueries += sequence.promptTokens
    this.prefixHits += hits
    sequence.cachedTokens = hits
    return hits
  }

  #hold(sequence: Sequence, tokens: number): void {
    sequence.held += tokens
    this.#kvUsed += tokens
  }

  #release(sequence: Sequence): void {
    this.#kvUsed -= sequence.held
    sequence.held = 0
  }
}

/** Its context is computed: one step, one token. */
const isDecoding = (sequence: Sequence): boolean => sequence.toCompute === 0

function remove(list: Sequence[], sequence: Sequence): boolean {
  const at = list.indexOf(sequence)
  if (at >= 0) list.splice(at, 1)
  return at >= 0
}
