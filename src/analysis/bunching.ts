import { NS_PER_MS } from '../base/nanos.ts'
import type { Validity } from '../model/analysis.ts'
import { countAtMost } from '../stats/pool.ts'
import type { Slice } from './slice.ts'
import { isOk } from './timing.ts'

/** Linux acknowledges a lone segment after up to 200 ms, and Nagle's algorithm waits for that; with what comes on top. */
const DELAY = { from: 150 * NS_PER_MS, to: 260 * NS_PER_MS }

/** Fewer events than this share a read by chance. */
const SEVERAL = 4

/** What is over sooner was held back no longer than a sound generator may be late itself. */
const QUICK = 10 * NS_PER_MS

/** Of the ok requests: fewer streams of several events say nothing of the others. */
const FEW = 0.1

/** How many token events share a network read, and which part of the waits between reads look like a delayed ACK's. */
export function bunching(slice: Slice): Validity['bunching'] {
  const { requests } = slice.view
  let [ok, events, reads, streams, inOneRead] = [0, 0, 0, 0, 0]
  for (const row of slice.cohort) {
    if (!isOk(requests, row)) continue
    ok++
    events += requests.events[row]
    reads += requests.reads[row]
    if (requests.events[row] < SEVERAL || requests.done[row] - requests.sent[row] < QUICK) continue
    streams++
    if (requests.reads[row] === 1) inOneRead++
  }
  const { runs } = slice.gaps
  const waits = runs.reduce((sum, { values }) => sum + values.length, 0)
  const delayed = countAtMost(runs, DELAY.to) - countAtMost(runs, DELAY.from)
  return {
    waits,
    eventsPerRead: reads === 0 ? 1 : events / reads,
    delayedShare: waits === 0 ? 0 : delayed / waits,
    oneReadShare: streams <= FEW * ok ? 0 : inOneRead / streams,
  }
}
