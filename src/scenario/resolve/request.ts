import { fromSeconds } from '../../base/nanos.ts'
import type { Dataset, RequestSettings, Target } from '../../model/scenario.ts'
import type { RequestFile } from '../schema/request.ts'
import type { Inspection } from './inspection.ts'
import { STREAMING } from './targets.ts'

/** Fills in what a file leaves open of how requests are made. */
export function resolveRequest(
  given: RequestFile = {},
  targets: readonly Target[],
  dataset: Dataset,
  inspection: Inspection,
): RequestSettings {
  const timeouts = given.timeouts ?? {}
  for (const [timer, limit] of Object.entries(timeouts)) {
    if (limit > 0) continue
    const hint = 'leave it out for its default, or give a time that is never reached, such as 24h'
    inspection.refuse(['request', 'timeouts', timer], 'a timer of 0 would end every request at once', hint)
  }
  const stream = resolveStream(given.stream, targets, inspection)
  const total = timeouts.total ?? fromSeconds(300)
  return {
    stream,
    forceLength: given.forceLength ?? true,
    prompt: given.prompt ?? 'auto',
    wordsPerToken: given.wordsPerToken ?? 1,
    salt: resolveSalt(given.salt, dataset, inspection),
    temperature: given.temperature ?? 0,
    extra: given.extra ?? {},
    timeouts: {
      connect: timeouts.connect ?? fromSeconds(5),
      // An answer that is not streamed comes, head and all, when its last token is there.
      headers: timeouts.headers ?? (stream ? fromSeconds(60) : total),
      firstToken: timeouts.firstToken ?? (stream ? fromSeconds(60) : total),
      gap: timeouts.gap ?? (stream ? fromSeconds(30) : total),
      total,
    },
  }
}

/** Where a trace says which blocks are shared, a salt would undo that; a synthetic prefix stands before the salt. */
function resolveSalt(given: boolean | undefined, dataset: Dataset, inspection: Inspection): boolean {
  const shared = dataset.kind === 'mooncake'
  if (given === true && shared) inspection.warn('request.salt: true makes every prompt unique, so no prefix is shared')
  return given ?? !shared
}

function resolveStream(given: boolean | undefined, targets: readonly Target[], inspection: Inspection): boolean {
  const stream = given ?? targets.every(({ protocol }) => STREAMING[protocol] !== 'never')
  const unable = targets.find(({ protocol }) => STREAMING[protocol] === (stream ? 'never' : 'always'))
  if (unable) {
    const what = stream ? 'cannot stream' : 'always streams'
    inspection.refuse(['request', 'stream'], `${unable.protocol} of target ${unable.name} ${what}`)
  }
  return stream
}
