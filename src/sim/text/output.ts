import { mix, uniform } from '../engine/random.ts'
import { VOCABULARY, VOCABULARY_JSON } from './vocabulary.ts'

export interface OutputRequest {
  readonly seed: number
  readonly maxTokens: number
  readonly minTokens: number
  readonly ignoreEos: boolean
  readonly stop: readonly string[]
  /** Mean length at which the model would end by itself; Infinity: never. */
  readonly naturalTokens: number
  /** Share of tokens that are half a character: their text is empty and the next begins with U+FFFD. */
  readonly halfCharacters: number
}

/** All a sequence will say, fixed when it is submitted. */
export interface Output {
  readonly tokens: number
  readonly finish: 'stop' | 'length'
  readonly stopReason: string | null
  /** Vocabulary index of the token. */
  id(index: number): number
  text(index: number): string
  /** `text` as the inside of a JSON string. */
  json(index: number): string
}

export function planOutput(request: OutputRequest): Output {
  const { seed, halfCharacters } = request
  const id = (index: number) => mix(seed, index) % VOCABULARY.length
  const isHalf = (index: number) => halfCharacters > 0 && index >= 0 && uniform(~seed, index) < halfCharacters
  const before = (index: number) => (isHalf(index - 1) ? '\ufffd' : '')
  const whole = {
    id,
    text: (index: number) => (isHalf(index) ? '' : before(index) + VOCABULARY[id(index)]),
    json: (index: number) => (isHalf(index) ? '' : before(index) + VOCABULARY_JSON[id(index)]),
  }
  return stoppedByText(request, whole) ?? stoppedByItself(request, whole)
}

type Text = Pick<Output, 'id' | 'text' | 'json'>

function stoppedByItself(request: OutputRequest, text: Text): Output {
  const natural = naturalLength(request)
  const stops = !request.ignoreEos && natural < request.maxTokens
  const tokens = stops ? natural : request.maxTokens
  if (!stops) return { ...text, tokens, finish: 'length', stopReason: null }
  return { ...withLastText(text, tokens, ''), tokens, finish: 'stop', stopReason: null }
}

/** Exponential around the mean, never below `min_tokens`. */
function naturalLength(request: OutputRequest): number {
  const drawn = Math.ceil(-request.naturalTokens * Math.log(1 - uniform(request.seed, -1)))
  return Math.max(1, request.minTokens + 1, drawn)
}

/** Ends at the first token that completes a stop string; the string itself is not said. */
function stoppedByText(request: OutputRequest, text: Text): Output | null {
  const stops = request.stop.filter((stop) => stop !== '')
  if (stops.length === 0) return null
  const longest = Math.max(...stops.map((stop) => stop.length))
  let tail = ''
  for (let i = 0; i < request.maxTokens; i++) {
    const said = text.text(i)
    const joined = tail + said
    const found = i < request.minTokens ? undefined : stops.find((stop) => joined.includes(stop))
    if (found !== undefined) {
      const kept = joined.slice(tail.length, Math.max(tail.length, joined.indexOf(found)))
      return { ...withLastText(text, i + 1, kept), tokens: i + 1, finish: 'stop', stopReason: found }
    }
    tail = joined.slice(-(longest - 1) || joined.length)
  }
  return null
}

function withLastText(text: Text, tokens: number, last: string): Text {
  const escaped = JSON.stringify(last).slice(1, -1)
  return {
    id: text.id,
    text: (index) => (index === tokens - 1 ? last : text.text(index)),
    json: (index) => (index === tokens - 1 ? escaped : text.json(index)),
  }
}
