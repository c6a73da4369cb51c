import { EXIT, Failure } from '../../base/failure.ts'
import type { RequestSettings, Target } from '../../model/scenario.ts'
import type { Sample } from '../datasets/dataset.ts'
import type { TargetAccess } from '../replica.ts'
import { type Tried, tryRequests } from './try-requests.ts'

/** As many requests together as a first load should keep in flight. */
export const TOGETHER = 4

/** How requests must be made here, and how fast they are answered: one alone, and the slowest of a few together. */
export interface Pace {
  settings: RequestSettings
  alone: Timing
  together: Timing
}

/** In ns from the send; ttft and tpot are NaN where nothing streams. */
export type Timing = Pick<Tried, 'ttft' | 'tpot' | 'latency'>

/**
 * Sends one real request, giving up demands that the server refuses (forced lengths, streaming, token ids), then a few
 * together. The first answer may be cold and is not counted.
 * @throws Failure with the server's words when no way of asking gives an answer
 */
export async function measurePace(
  target: Target,
  access: TargetAccess,
  settings: RequestSettings,
  sample: (index: number) => Sample,
  timeoutMs: number,
): Promise<Pace> {
  let sent = 0
  const send = async (how: RequestSettings, count: number): Promise<Tried[]> => {
    const samples = Array.from({ length: count }, (_, i) => sample(sent + i))
    sent += count
    return tryRequests(target, access, how, samples, sent, timeoutMs)
  }

  const accepted = await findAccepted(target, settings, async (how) => (await send(how, 1))[0])
  const [alone] = await send(accepted, 1)
  if (!isGood(alone)) throw refusal(target, alone)
  const crowd = (await send(accepted, TOGETHER)).filter(isGood)
  return { settings: accepted, alone, together: crowd.length === TOGETHER ? slowest(crowd) : queued(alone) }
}

async function findAccepted(
  target: Target,
  settings: RequestSettings,
  send: (how: RequestSettings) => Promise<Tried>,
): Promise<RequestSettings> {
  let last: Tried | null = null
  for (const how of waysOfAsking(target, settings)) {
    last = await send(how)
    const unstreamed = how.stream && !last.streamed && target.protocol.startsWith('openai')
    if (isGood(last)) return unstreamed ? { ...how, stream: false } : how
    if (last.outcome !== 'short' && last.status !== 400 && last.status !== 422) break
  }
  throw refusal(target, last!)
}

/** From the most demanding to the least. */
function waysOfAsking({ protocol }: Target, settings: RequestSettings): RequestSettings[] {
  const free = { ...settings, forceLength: false }
  if (protocol !== 'openai-completions') return [settings, free]
  return [settings, free, { ...settings, prompt: 'text' }, { ...free, prompt: 'text' }]
}

const isGood = ({ outcome }: Tried): boolean => outcome === 'ok'

function slowest(crowd: readonly Tried[]): Timing {
  const most = (of: (tried: Tried) => number) => Math.max(...crowd.map(of))
  return { ttft: most(({ ttft }) => ttft), tpot: most(({ tpot }) => tpot), latency: most(({ latency }) => latency) }
}

/** Where some of a few together fail, they are taken to be answered one after another. */
const queued = ({ ttft, tpot, latency }: Tried): Timing => ({
  ttft: ttft + (TOGETHER - 1) * latency,
  tpot,
  latency: TOGETHER * latency,
})

function refusal(target: Target, { outcome, status, message }: Tried): Failure {
  const said = message === null ? '' : `: ${message.slice(0, 300)}`
  const what = status >= 0 ? `${status}, outcome ${outcome}` : outcome
  const wrong = outcome === 'http_4xx'
  return new Failure('target.refuses', `${target.url} answers a request by ${target.protocol} with ${what}${said}`, {
    exit: wrong ? EXIT.usage : EXIT.unreachable,
    hint: wrong ? 'write a scenario for it by hand: tailgate init makes a beginning' : 'look at the server’s own log',
  })
}
