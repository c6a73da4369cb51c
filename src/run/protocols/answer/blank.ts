import type { Answer } from '../protocol.ts'

/** An answer that has said nothing yet. */
export function blankAnswer(): Answer {
  return {
    events: 0,
    tokenEvents: 0,
    visibleEvents: 0,
    tokensSeen: 0,
    seenBy: 'events',
    usageIn: -1,
    usageOut: -1,
    usageCached: -1,
    finish: null,
    terminal: false,
    endsWithBody: false,
    notStreamed: false,
    doneMark: false,
    error: null,
    retryAfter: null,
    malformed: null,
    truncatedEvent: false,
  }
}

/** Makes an answer blank again, for the next response. */
export function clearAnswer(answer: Answer): void {
  answer.events = 0
  answer.tokenEvents = 0
  answer.visibleEvents = 0
  answer.tokensSeen = 0
  answer.seenBy = 'events'
  answer.usageIn = -1
  answer.usageOut = -1
  answer.usageCached = -1
  answer.finish = null
  answer.terminal = false
  answer.endsWithBody = false
  answer.notStreamed = false
  answer.doneMark = false
  answer.error = null
  answer.retryAfter = null
  answer.malformed = null
  answer.truncatedEvent = false
}
