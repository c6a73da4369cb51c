import { NS_PER_MS } from '../../base/nanos.ts'
import { type Timing, TOGETHER } from '../../run/discover/measure-pace.ts'
import {
  type CommentedOptions,
  type CommentedRequest,
  type CommentedTarget,
  commentedScenario,
} from '../../scenario/commented.ts'
import { firstBounds } from './first-bounds.ts'
import { firstLoad } from './first-load.ts'
import { firstLengths } from './lengths.ts'
import type { Survey } from './survey.ts'

/** A first scenario as a file, and what to say of it. */
export interface WriteUp {
  text: string
  /** What the endpoint is, and what was chosen for it. */
  said: readonly string[]
}

/** Chooses load and bounds for what was found, and writes them down with the reasons. */
export function writeUp(survey: Survey): WriteUp {
  const { discovery, target, pace, keyEnv, metrics } = survey
  const { protocol, model, inputs, binary, baseUrl: url } = discovery
  const given: CommentedTarget = { url, protocol, model, apiKeyEnv: keyEnv, tls: target.tls, inputs, binary }
  const found = [foundOf(survey), ...(pace ? [paceLine('one request alone', pace.alone)] : [])]
  if (pace === null) return { text: commentedScenario(given, { found, metrics }), said: found }

  const crowd = paceLine(`${TOGETHER} together, the slowest`, pace.together)
  const lengths = firstLengths(discovery.maxModelLen, pace.together)
  const load = firstLoad(pace, lengths)
  const slo = firstBounds(pace.together)
  const request = requestOf(survey)
  const options: CommentedOptions = { ...load, slo, lengths, request, metrics, found: [...found, crowd] }
  const { output } = lengths
  const asked =
    protocol === 'kserve-infer' ? '' : `, prompts of ${lengths.input} tokens, answers of about ${output.mean}`
  return {
    text: commentedScenario(given, options),
    said: [
      ...found,
      crowd,
      `load: ${load.rate} for ${load.duration}, Poisson${asked}`,
      `slo: ${[...slo.request, ...slo.run].join(', ')}`,
      ...(metrics ? ['probes: its own metrics'] : []),
      ...(keyEnv === null ? [] : [`the API key is that of ${keyEnv}`]),
    ],
  }
}

function foundOf({ discovery }: Survey): string {
  const { baseUrl, server, version, model, models, maxModelLen, protocol, ready } = discovery
  const others = models.length > 1 ? ` (of ${models.length})` : ''
  return [
    `${baseUrl} is ${server}${version === null ? '' : ` ${version}`}, model ${model}${others}`,
    ...(maxModelLen === null ? [] : [`context of ${maxModelLen} tokens`]),
    `asked by ${protocol}`,
    ...(ready ? [] : ['NOT READY by its health endpoint']),
  ].join(', ')
}

function paceLine(what: string, { ttft, tpot, latency }: Timing): string {
  const show = (value: number) => `${Number((value / NS_PER_MS).toPrecision(3))} ms`
  if (Number.isNaN(ttft)) return `${what}: answered in ${show(latency)}, not streamed`
  return `${what}: first token after ${show(ttft)}${Number.isNaN(tpot) ? '' : `, then one every ${show(tpot)}`}`
}

/** Only what differs from the defaults. */
function requestOf({ pace, wordsPerToken, discovery }: Survey): CommentedRequest {
  const { settings } = pace!
  const streams = discovery.protocol.startsWith('openai')
  return {
    ...(streams && !settings.stream && { stream: false }),
    ...(!settings.forceLength && { forceLength: false }),
    ...(settings.prompt !== 'auto' && { prompt: settings.prompt }),
    ...(wordsPerToken !== null && wordsPerToken !== 1 && { wordsPerToken }),
  }
}
