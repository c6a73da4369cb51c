import { EXIT, Failure } from '../../base/failure.ts'
import type { Dataset, RequestSettings, Target } from '../../model/scenario.ts'
import { openDataset } from '../../run/datasets/index.ts'
import { discover } from '../../run/discover/discover.ts'
import type { Discovery } from '../../run/discover/discovery.ts'
import { measurePace, type Pace } from '../../run/discover/measure-pace.ts'
import { measureWordsPerToken } from '../../run/discover/words-per-token.ts'
import type { TargetAccess } from '../../run/replica.ts'
import type { Override } from '../../scenario/overrides.ts'
import { type Contact, contact } from './contact.ts'
import { probeLengths } from './lengths.ts'
import { hasOwnMetrics } from './own-metrics.ts'

const QUESTION_MS = 10_000
/** A request of a slow server, made to be measured. */
const ANSWER_MS = 120_000

/** All that is found out of an endpoint before a first scenario is written for it. */
export interface Survey {
  discovery: Discovery
  target: Target
  /** null: nothing can be sent, because a tensor model declares no inputs. */
  pace: Pace | null
  wordsPerToken: number | null
  /** Whether it has metrics that are known. */
  metrics: boolean
  /** Environment variable whose key was used. */
  keyEnv: string | null
}

/**
 * Discovers a URL and sends it a few requests.
 * @param overrides those that concern the target are honored: model, protocol, TLS, headers, key
 * @throws Failure as `discover` and `measurePace` do
 */
export async function survey(
  url: string,
  overrides: readonly Override[],
  env: { readonly [name: string]: string | undefined },
): Promise<Survey> {
  const { discovery, made } = await discoverWithKey(url, overrides, env)
  const { protocol } = discovery
  const target: Target = { ...made.target, url: discovery.baseUrl, protocol, model: discovery.model }
  const found = { discovery, target, keyEnv: made.keyEnv }
  if (protocol === 'kserve-infer' && discovery.inputs.length === 0) {
    return { ...found, pace: null, wordsPerToken: null, metrics: await hasOwnMetrics(target, made.access) }
  }

  const asker = { baseUrl: discovery.baseUrl, access: made.access, timeoutMs: ANSWER_MS }
  const measured = await measureWordsPerToken(asker, protocol, discovery.model, discovery.maxModelLen)
  const stream = protocol.startsWith('openai') || protocol === 'triton-generate-stream'
  const settings = { ...made.request, stream, wordsPerToken: measured ?? 1 }
  const pace = await pacing(target, made.access, settings, discovery)
  const text = protocol !== 'openai-completions' || pace.settings.prompt === 'text'
  // Some engines have no metrics before their first request.
  const metrics = await hasOwnMetrics(target, made.access)
  return { ...found, pace, wordsPerToken: text ? measured : null, metrics }
}

/** A key is sent when it is Tailgate's own; OPENAI_API_KEY only to a server that wants one. */
async function discoverWithKey(
  url: string,
  overrides: readonly Override[],
  env: { readonly [name: string]: string | undefined },
): Promise<{ discovery: Discovery; made: Contact }> {
  const ask = async (keyEnv: string | null) => {
    const made = await contact(url, overrides, keyEnv, env)
    const { model } = made.target
    const options = { ...made.access, model, protocol: made.protocol, timeoutMs: QUESTION_MS }
    return { discovery: await discover(url, options), made }
  }
  try {
    return await ask(env.TAILGATE_API_KEY ? 'TAILGATE_API_KEY' : null)
  } catch (error) {
    const wantsKey = error instanceof Failure && error.code === 'target.unauthorized'
    if (!wantsKey || env.TAILGATE_API_KEY || !env.OPENAI_API_KEY) throw error
    return ask('OPENAI_API_KEY')
  }
}

async function pacing(
  target: Target,
  access: TargetAccess,
  settings: RequestSettings,
  discovery: Discovery,
): Promise<Pace> {
  const dataset = await openDataset(probeDataset(discovery), '.')
  try {
    return await measurePace(target, access, settings, (index) => dataset.sample(index % dataset.size), ANSWER_MS)
  } finally {
    dataset.close()
  }
}

function probeDataset({ protocol, inputs, binary, maxModelLen }: Discovery): Dataset {
  const [count, seed] = [16, 'first look']
  if (protocol === 'kserve-infer') return { kind: 'tensors', inputs, outputs: [], count, binary, seed }
  const { input, output } = probeLengths(maxModelLen)
  return {
    kind: 'synthetic',
    count,
    input: { kind: 'fixed', value: input },
    output: { kind: 'fixed', value: output },
    pairs: null,
    sharedPrefix: null,
    seed,
  }
}

/** @throws Failure when nothing was sent, because there was nothing to send */
export function paceOf({ pace, discovery }: Survey): Pace {
  if (pace !== null) return pace
  const { baseUrl, model, server } = discovery
  throw new Failure('target.no-inputs', `${baseUrl}: the model ${model} of ${server} declares no inputs`, {
    exit: EXIT.usage,
    hint: `tailgate init ${baseUrl} writes a scenario in which dataset.tensors.inputs can be filled in`,
  })
}
