import { fromSeconds } from '../../src/base/nanos.ts'
import type { RequestSettings } from '../../src/model/scenario.ts'

/** Settings of a streamed request, with what a test changes. */
export function requestSettings(more: Partial<RequestSettings> = {}): RequestSettings {
  return {
    stream: true,
    forceLength: false,
    prompt: 'auto',
    wordsPerToken: 1,
    salt: false,
    temperature: 0,
    extra: {},
    timeouts: {
      connect: fromSeconds(1),
      headers: fromSeconds(2),
      firstToken: fromSeconds(3),
      gap: fromSeconds(4),
      total: fromSeconds(20),
    },
    ...more,
  }
}
