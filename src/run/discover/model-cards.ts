import { countOf, isObject, isText } from '../protocols/answer/json-object.ts'
import { objectOf, type Reply } from './ask.ts'

/** One entry of `GET /v1/models`. */
export interface ModelCard {
  id: string
  ownedBy: string | null
  maxModelLen: number | null
  /** An adapter on top of another model. */
  isAdapter: boolean
}

/** The model cards of a reply; null when it is no list of models. */
export function readCards(reply: Reply): readonly ModelCard[] | null {
  const list = objectOf(reply)?.data
  if (!Array.isArray(list)) return null
  return list.flatMap((card: unknown) => {
    if (!isObject(card) || !isText(card.id)) return []
    const meta = isObject(card.meta) ? card.meta : {}
    return [
      {
        id: card.id,
        ownedBy: isText(card.owned_by) ? card.owned_by : null,
        maxModelLen: positive(card.max_model_len) ?? positive(meta.n_ctx) ?? positive(meta.n_ctx_train),
        isAdapter: isText(card.parent),
      },
    ]
  })
}

export function positive(value: unknown): number | null {
  const count = countOf(value)
  return count > 0 ? count : null
}
