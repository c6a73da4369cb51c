import type { Answer } from '../protocols/protocol.ts'

/**
 * Whether an answer whose length was forced is shorter than asked. The server's usage decides, else an exact count from
 * the wire. An event is not a token, so a count of events convicts nobody unless the server also says that something
 * other than the length ended the answer.
 */
export function violatesLength(facts: {
  answer: Pick<Answer, 'usageOut' | 'tokensSeen' | 'seenBy' | 'finish'>
  outputAsked: number
  forceLength: boolean
}): boolean {
  const { answer, outputAsked, forceLength } = facts
  if (!forceLength || outputAsked <= 0) return false
  if (answer.usageOut >= 0) return answer.usageOut < outputAsked
  const endedEarly = answer.finish !== null && answer.finish !== 'length'
  const exact = answer.seenBy !== 'events' && answer.tokensSeen > 0
  return (exact || endedEarly) && answer.tokensSeen < outputAsked
}
