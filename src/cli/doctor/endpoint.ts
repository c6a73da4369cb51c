import { systemClock } from '../../base/clock.ts'
import { NS_PER_MS } from '../../base/nanos.ts'
import { ask } from '../../run/discover/ask.ts'
import type { Override } from '../../scenario/overrides.ts'
import { firstLoad } from '../first-scenario/first-load.ts'
import { firstLengths } from '../first-scenario/lengths.ts'
import { type Survey, survey } from '../first-scenario/survey.ts'
import { type Examined, examined, unknown } from './check.ts'

const ROUNDS = 11
const FAR_MS = 20

/** What a URL speaks, how far away it is, and how it compares with what this host can send. */
export async function endpoint(
  url: string,
  overrides: readonly Override[],
  env: { readonly [name: string]: string | undefined },
  requestsPerSecond: number | null,
): Promise<Examined[]> {
  const surveyed = await survey(url, overrides, env)
  return [speaks(surveyed), await distance(surveyed), capacity(surveyed, requestsPerSecond)]
}

function speaks({ discovery }: Survey): Examined {
  const { server, version, model, protocol, ready, maxModelLen } = discovery
  const context = maxModelLen === null ? '' : `, context ${maxModelLen} tokens`
  const said = `${server}${version === null ? '' : ` ${version}`}, model ${model}, ${protocol}${context}`
  return examined('speaks', protocol, said, ready, 'its health endpoint says that it is not ready')
}

/** Median of a few questions, each on a connection of its own. */
async function distance({ discovery }: Survey): Promise<Examined> {
  const access = { headers: {}, authorization: null, tls: { ca: null, cert: null, key: null, insecure: true } }
  const path = discovery.protocol.startsWith('openai') ? '/health' : '/v2/health/ready'
  const rounds: number[] = []
  for (let i = 0; i < ROUNDS; i++) {
    const begin = systemClock()
    await ask({ baseUrl: discovery.baseUrl, access, timeoutMs: 10_000 }, path)
    rounds.push((systemClock() - begin) / NS_PER_MS)
  }
  const median = rounds.sort((a, b) => a - b)[(ROUNDS - 1) / 2]
  const said = `${median.toFixed(2)} ms to connect and have ${path} answered, median of ${ROUNDS}`
  return examined('distance', median, said, median < FAR_MS, 'the way is part of every latency: generate closer to it')
}

function capacity({ pace, discovery }: Survey, requestsPerSecond: number | null): Examined {
  if (pace === null) return unknown('load', 'nothing was sent: the model declares no inputs')
  const { rate } = firstLoad(pace, firstLengths(discovery.maxModelLen, pace.together))
  const perSecond = Number.parseFloat(rate)
  const ready =
    requestsPerSecond === null ? '' : `; this host could send ${spell(requestsPerSecond / perSecond)} times that`
  const said = `about ${rate} keep a few requests in flight${ready}`
  const enough = requestsPerSecond === null || requestsPerSecond > 10 * perSecond
  return examined('load', perSecond, said, enough, 'give the generator more cores, and --workers auto')
}

const spell = (times: number): string => Number(times.toPrecision(2)).toLocaleString('en')
