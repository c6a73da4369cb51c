import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Replica } from '../../src/sim/replica.ts'
import { resolveReplica } from '../../src/sim/settings.ts'
import { AS_RECORDED, recordings } from './recording.ts'
import { parseResponse, sendRaw } from './wire.ts'

/** Done to the server or by the client in mid-stream; Triton's metrics have a port of their own. */
const APART = /^(sig|client-abort|metrics)/

describe('a replica answers as the recorded Triton did, byte for byte', () => {
  const replica = new Replica(resolveReplica('replica-0', 0, AS_RECORDED))
  let port = 0
  before(async () => {
    port = await replica.listen()
  })
  after(() => replica.close())

  // The recorded statistics are of a server that had not worked yet.
  const cases = recordings('triton').filter(({ name }) => !APART.test(name))
  for (const { name, request, response } of cases.sort((a) => (a.name === 'model-stats' ? -1 : 0))) {
    test(name, async () => {
      const { bytes } = await sendRaw(port, request)
      const [ours, real] = [parseResponse(bytes), parseResponse(response)]
      assert.deepEqual({ ...ours, body: ours.body.toString() }, { ...real, body: real.body.toString() })
    })
  }
})
