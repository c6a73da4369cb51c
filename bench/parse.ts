import type { RequestSettings } from '../src/model/scenario.ts'
import { protocols } from '../src/run/protocols/index.ts'
import type { Decoder } from '../src/run/protocols/protocol.ts'

/**
 * Nanoseconds of CPU per token event, beside what JSON.parse of the same event costs in the same run:
 * `node bench/parse.ts`.
 */
const STREAM_EVENTS = 128
const SETTINGS = { stream: true, extra: {} } as RequestSettings
const HEAD = { status: 200, header: (name: string) => (name === 'content-type' ? 'text/event-stream' : undefined) }

const WORDS = [' the', ' of', ' über', '\\n', ' token', ' 日本', ' a', ' generate']

const EVENTS: { readonly [name: string]: (word: string) => string } = {
  'openai-completions': (word) =>
    `{"id":"cmpl-98102bc0daf930bc","object":"text_completion","created":1795233091,"model":"tiny","choices":[{"index":0,"text":"${word}","logprobs":null,"finish_reason":null,"stop_reason":null,"prompt_token_ids":null,"token_ids":null}]}`,
  'openai-chat': (word) =>
    `{"id":"chatcmpl-abfd43d1d08ba9ef","object":"chat.completion.chunk","created":1795233092,"model":"tiny","choices":[{"index":0,"delta":{"content":"${word}"},"logprobs":null,"finish_reason":null,"token_ids":null}]}`,
  'triton-generate-stream': (word) => `{"model_name":"llm","model_version":"1","text_output":"${word}"}`,
}

for (const [name, event] of Object.entries(EVENTS)) {
  const decoder = protocols[name as 'openai-chat'].decoder(SETTINGS)
  const texts = Array.from({ length: STREAM_EVENTS }, (_, i) => event(WORDS[i % WORDS.length]))
  const single = texts.map((text) => Buffer.from(`data: ${text}\n\n`))
  // As a transport that reads into one buffer hands them on: each event alone, at its place in the same memory.
  const whole = Buffer.concat(single)
  let length = 0
  const ends = single.map((bytes) => (length += bytes.length))
  report(name, 'one buffer of 128', () => decodeWhole(decoder, whole))
  report(name, 'one at a time', () => decodeEach(decoder, whole, ends))
  report(name, 'JSON.parse alone', () => parseEach(whole, ends))
}

function decodeWhole(decoder: Decoder, whole: Buffer): number {
  decoder.begin(HEAD)
  return decoder.push(whole, 0, whole.length)
}

function decodeEach(decoder: Decoder, whole: Buffer, ends: readonly number[]): number {
  decoder.begin(HEAD)
  let from = 0
  let events = 0
  for (const end of ends) {
    events += decoder.push(whole, from, end)
    from = end
  }
  return events
}

function parseEach(whole: Buffer, ends: readonly number[]): number {
  let from = 0
  let events = 0
  for (const end of ends) {
    events += JSON.parse(whole.toString('utf8', from + 'data: '.length, end)) === null ? 0 : 1
    from = end
  }
  return events
}

/** The best of several rounds: the one least disturbed by the rest of the machine. */
function report(name: string, what: string, round: () => number): void {
  for (let i = 0; i < 500; i++) if (round() !== STREAM_EVENTS) throw new Error(`${name}: not every event was seen`)
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < 10; i++) {
    const before = process.hrtime.bigint()
    for (let k = 0; k < 100; k++) round()
    best = Math.min(best, Number(process.hrtime.bigint() - before) / (100 * STREAM_EVENTS))
  }
  console.log(`${name.padEnd(24)} ${what.padEnd(20)} ${best.toFixed(0).padStart(6)} ns/event`)
}
