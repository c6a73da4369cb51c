import { NS_PER_S } from '../../base/nanos.ts'
import type { Timing } from '../../run/discover/measure-pace.ts'
import type { CommentedLengths } from '../../scenario/commented.ts'

const INPUT = 512
const OUTPUT = 128
const PROBE_OUTPUT = 32
const LEAST = 8
/** Share of a context that is planned for: words are not tokens everywhere. */
const PLANNED = 0.8
/** Chat template and salt. */
const AROUND = 40
const LONGEST_FIRST_TOKEN = NS_PER_S
const LONGEST_ANSWER = 2 * NS_PER_S

/** Lengths of the requests by which a server's pace is measured, in tokens. */
export function probeLengths(maxModelLen: number | null): { input: number; output: number } {
  const room = roomOf(maxModelLen)
  return { input: Math.min(INPUT, room.input), output: Math.min(PROBE_OUTPUT, room.output) }
}

/** Lengths that fit into the context and that the server answers in about three seconds. */
export function firstLengths(maxModelLen: number | null, pace: Timing): CommentedLengths {
  const room = roomOf(maxModelLen)
  const probed = probeLengths(maxModelLen).input
  const input = Math.min(probed, Math.max(LEAST, Math.floor((probed * LONGEST_FIRST_TOKEN) / (pace.ttft || 1))))
  const spoken = Math.floor(LONGEST_ANSWER / (pace.tpot || 1))
  const mean = Math.max(1, Math.min(OUTPUT, Math.floor(room.output / 2), Math.max(LEAST, spoken)))
  const [stddev, min, max] = [Math.floor(mean / 4), Math.max(1, Math.floor(mean / 8)), 2 * mean]
  return { input, output: { mean, stddev, min, max } }
}

function roomOf(maxModelLen: number | null): { input: number; output: number } {
  const room = Math.max(0, (maxModelLen ?? Number.POSITIVE_INFINITY) * PLANNED - AROUND)
  return { input: Math.max(1, Math.floor(room * 0.6)), output: Math.max(2, Math.floor(room * 0.4)) }
}
