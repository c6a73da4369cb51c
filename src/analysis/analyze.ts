import type { Analysis } from '../model/analysis.ts'
import type { Figure } from '../model/figure.ts'
import type { RunManifest } from '../model/run-log.ts'
import { attribute } from './attribution/attribute.ts'
import { attributionFigures } from './attribution/attribution-figures.ts'
import { keepBooks } from './books.ts'
import { drawCurves } from './curves.ts'
import { cutOff } from './cut-off.ts'
import { drawDistributions } from './distributions.ts'
import { keepAccounts } from './economy.ts'
import { goodRequests } from './good.ts'
import { runGrid } from './grid.ts'
import { impactFigures } from './impact/impact-figures.ts'
import { measureImpacts } from './impact/impacts.ts'
import { LENSES } from './lenses/index.ts'
import type { LogInput } from './log-input.ts'
import { reportedPercentiles } from './percentiles.ts'
import type { Slice, View } from './slice.ts'
import { parts, wholeRun } from './slices.ts'
import { drawTimeline } from './timeline.ts'
import { passTokens } from './token-pass.ts'
import { gatherValidity } from './validity.ts'
import { measuredWindow } from './window.ts'

const STREAMING = ['openai-completions', 'openai-chat']

/**
 * Everything one log says: one pass over its tokens, then one lens per family of figures over the whole run and over
 * each stream and replica. Pure: the same log gives the same analysis.
 */
export async function analyze(log: LogInput): Promise<Analysis> {
  const { manifest, seal, requests, events } = log
  const { slo } = manifest.scenario
  const window = measuredWindow(log)
  const unasked = cutOff(log)
  const grid = runGrid(requests, window, unasked)
  const view: View = {
    manifest,
    requests,
    window,
    cutOff: unasked,
    streamed: isStreamed(manifest),
    good: goodRequests(requests, slo.request, 'due'),
    goodService: goodRequests(requests, slo.request, 'sent'),
    flow: await passTokens(log.tokens, requests, window, grid),
    percentiles: reportedPercentiles(slo.run),
  }
  const whole = wholeRun(view)
  const figures = figuresOf(whole)
  for (const part of parts(view)) figures.push(...figuresOf(part))
  const impacts = measureImpacts(view, log.attempts, events, whole.cohort.length)
  figures.push(...impactFigures(impacts, window))
  const accounts = keepAccounts(log, whole, impacts)
  figures.push(...accounts.figures)
  const attribution = attribute(log, whole)
  if (attribution !== null) figures.push(...attributionFigures(whole, attribution))
  return {
    manifest,
    seal,
    window,
    books: keepBooks(log, whole.cohort, view.good),
    figures,
    timeline: drawTimeline(requests, view.good, view.flow.perBin, grid, view.streamed, unasked),
    curves: drawCurves(whole),
    distributions: drawDistributions(whole),
    validity: gatherValidity(whole, events),
    economy: accounts.economy,
    attribution,
    events,
    impacts,
  }
}

const figuresOf = (slice: Slice): Figure[] => Object.values(LENSES).flatMap((lens) => lens(slice))

/** Whether answers come token by token. Elsewhere a first token is the whole answer, and ttft would be latency. */
function isStreamed({ scenario }: RunManifest): boolean {
  return scenario.targets.some(
    ({ protocol }) =>
      protocol === 'triton-generate-stream' || (scenario.request.stream && STREAMING.includes(protocol)),
  )
}
