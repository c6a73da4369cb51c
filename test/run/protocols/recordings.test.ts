import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { FLAGS, type Flag } from '../../../src/model/outcome.ts'
import { classify } from '../../../src/run/observe/classify.ts'
import { protocols } from '../../../src/run/protocols/index.ts'
import { recordings } from './recording.ts'

describe('each recording of a real server is what it is known to be', () => {
  test('there are 169', () => assert.equal(recordings.length, 169))

  for (const { name, expected, head, body, ending, settings, outputAsked } of recordings) {
    test(`${name} is ${expected.outcome}`, () => {
      const decoder = protocols[expected.protocol].decoder(settings)
      decoder.begin(head)
      decoder.push(body, 0, body.length)
      decoder.end()
      const { answer } = decoder
      const facts = { status: head.status, answer, ending, reads: 2, outputAsked, forceLength: settings.forceLength }
      const { outcome, reason, flags } = classify(facts)
      assert.deepEqual(
        {
          protocol: expected.protocol,
          outcome,
          reason,
          tokenEvents: answer.tokenEvents,
          tokensSeen: answer.tokensSeen,
          usageOut: answer.usageOut,
          finish: answer.finish,
          flags: (Object.keys(FLAGS) as Flag[]).filter((flag) => flags & FLAGS[flag]),
        },
        expected,
      )
    })
  }
})
