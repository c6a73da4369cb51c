import { BLOCK_TOKENS } from '../engine/prefix-cache.ts'
import { mix, seedOf } from '../engine/random.ts'

/** A prompt as the engine sees it. */
export interface Prompt {
  readonly tokens: number
  readonly blocks: readonly number[]
  /** The ids that were sent, null for text. */
  readonly ids: readonly number[] | null
}

/** Runs of at most six letters, three digits, or one other sign, each with the space before it. */
const TOKEN = /\s?(?:\p{L}{1,6}|\p{N}{1,3}|[^\s\p{L}\p{N}]|\s+)/gu
const LONGEST_COUNTED = 4_000_000

/** Tokens of a text: about one per short word and sign, and one that begins every text. */
export function tokenizeText(text: string, wantBlocks: boolean): Prompt {
  const pieces = text.length > LONGEST_COUNTED ? null : text.match(TOKEN)
  const tokens = 1 + (text === '' ? 0 : (pieces?.length ?? Math.ceil(text.length / 4)))
  const blocks = wantBlocks && pieces ? chain(pieces, (piece) => seedOf(piece)) : []
  return { tokens, blocks, ids: null }
}

export function tokenizeIds(ids: readonly number[], wantBlocks: boolean): Prompt {
  return { tokens: ids.length, blocks: wantBlocks ? chain(ids, (id) => id) : [], ids }
}

function chain<T>(items: readonly T[], hash: (item: T) => number): number[] {
  const blocks: number[] = []
  let running = 0
  for (let i = 0; i < items.length; i++) {
    running = mix(running, hash(items[i]))
    if ((i + 1) % BLOCK_TOKENS === 0) blocks.push(running)
  }
  return blocks
}
