import type { ReplicaSettings } from '../settings.ts'

const STARTED = Math.floor(Date.now() / 1000)

/** `GET /v1/models` with the one model card. */
export function modelList({ model, maxModelLen }: ReplicaSettings): object {
  const permission = {
    id: `modelperm-${model}`,
    object: 'model_permission',
    created: STARTED,
    allow_create_engine: false,
    allow_sampling: true,
    allow_logprobs: true,
    allow_search_indices: false,
    allow_view: true,
    allow_fine_tuning: false,
    organization: '*',
    group: null,
    is_blocking: false,
  }
  const card = {
    id: model,
    object: 'model',
    created: STARTED,
    owned_by: 'vllm',
    root: model,
    parent: null,
    max_model_len: maxModelLen,
    permission: [permission],
  }
  return { object: 'list', data: [card] }
}
