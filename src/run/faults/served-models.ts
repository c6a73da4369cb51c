import { Failure } from '../../base/failure.ts'
import { type Asker, ask } from '../discover/ask.ts'
import { readCards } from '../discover/model-cards.ts'
import type { FaultTarget } from './director.ts'

/** Names of the models a replica says it serves; null where it does not say. */
export async function servedModels(target: FaultTarget, asker: Asker): Promise<readonly string[] | null> {
  try {
    if (target.protocol.startsWith('openai'))
      return readCards(await ask(asker, '/v1/models'))?.map(({ id }) => id) ?? null
    if (target.model === null) return null
    const { status } = await ask(asker, `/v2/models/${encodeURIComponent(target.model)}`)
    if (status === 404 || status === 400) return []
    return status === 200 ? [target.model] : null
  } catch (error) {
    if (error instanceof Failure) return null
    throw error
  }
}

/**
 * Whether a replica came back as something else.
 * @param before what it served; a server that takes any name for its one model need not list the name asked for
 * @returns what is wrong, in one phrase; null: nothing, or nobody can tell
 */
export function otherModel(
  asked: string | null,
  before: readonly string[] | null,
  now: readonly string[] | null,
): string | null {
  const expected = asked !== null && (before === null || before.includes(asked)) ? [asked] : before
  if (expected === null || now === null || expected.some((name) => now.includes(name))) return null
  return `it serves ${now.join(', ') || 'no such model'} instead of ${expected.join(', ')}`
}
