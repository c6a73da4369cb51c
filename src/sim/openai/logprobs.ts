import { mix, uniform } from '../engine/random.ts'
import type { Output } from '../text/output.ts'
import { VOCABULARY } from '../text/vocabulary.ts'
import type { ApiName } from './shapes/index.ts'

/**
 * Log-probabilities of the tokens [from, to) in the form of either API, as JSON: invented, but one entry per token and
 * falling with rank.
 */
export function logprobsJson(api: ApiName, output: Output, from: number, to: number, top: number | null): string {
  if (top === null) return 'null'
  const indices = Array.from({ length: to - from }, (_, i) => from + i)
  return JSON.stringify(api === 'chat' ? chat(output, indices, top) : completions(output, indices, top))
}

interface Ranked {
  token: string
  logprob: number
}

function ranking(output: Output, index: number, top: number): Ranked[] {
  const best = -0.1 - uniform(output.id(index), index)
  return Array.from({ length: Math.max(1, top) }, (_, rank) => ({
    token: rank === 0 ? output.text(index) : VOCABULARY[mix(output.id(index), index + rank) % VOCABULARY.length],
    logprob: best - rank / 2,
  }))
}

function chat(output: Output, indices: readonly number[], top: number): object {
  const entry = ({ token, logprob }: Ranked) => ({ token, logprob, bytes: [...Buffer.from(token)] })
  return {
    content: indices.map((index) => {
      const ranked = ranking(output, index, top)
      return { ...entry(ranked[0]), top_logprobs: top === 0 ? [] : ranked.map(entry) }
    }),
  }
}

function completions(output: Output, indices: readonly number[], top: number): object {
  const ranked = indices.map((index) => ranking(output, index, top))
  let offset = 0
  for (let i = 0; i < (indices[0] ?? 0); i++) offset += output.text(i).length
  const offsets = indices.map((index) => {
    const at = offset
    offset += output.text(index).length
    return at
  })
  return {
    text_offset: offsets,
    token_logprobs: ranked.map(([first]) => first.logprob),
    tokens: ranked.map(([first]) => first.token),
    top_logprobs: ranked.map((list) => Object.fromEntries(list.map(({ token, logprob }) => [token, logprob]))),
  }
}
