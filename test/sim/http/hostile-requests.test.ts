import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { Replica } from '../../../src/sim/replica.ts'
import { resolveReplica } from '../../../src/sim/settings.ts'
import { AS_RECORDED } from '../recording.ts'
import { get, parseResponse, post, sendRaw } from '../wire.ts'

const PATHS = [
  '/v1/completions',
  '/v1/chat/completions',
  '/v2/models/add/infer',
  '/v2/models/identity/infer',
  '/v2/models/identity/generate',
  '/v2/models/llm/generate_stream',
  '/v2/models/%zz/infer',
  '/control/faults',
]
const FIELDS = [
  'prompt',
  'messages',
  'max_tokens',
  'n',
  'stop',
  'stream',
  'stream_options',
  'inputs',
  'outputs',
  'text_input',
]

describe('a replica under requests that make no sense', () => {
  const replica = new Replica(resolveReplica('replica-0', 0, AS_RECORDED))
  let port = 0
  before(async () => {
    port = await replica.listen()
  })
  after(() => replica.close())

  test('answers each one, and lives on', async () => {
    const field = fc.tuple(fc.constantFrom(...FIELDS), fc.jsonValue({ maxDepth: 2 }))
    const body = fc.oneof(
      fc.array(field, { maxLength: 4 }).map((pairs) => JSON.stringify(Object.fromEntries(pairs))),
      fc.json({ maxDepth: 2 }),
      fc.string(),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...PATHS), body, async (path, text) => {
        const { end, bytes } = await sendRaw(port, post(path, text))
        assert.equal(end, 'whole')
        assert.ok(parseResponse(bytes).status >= 200)
      }),
      { numRuns: 150 },
    )
    assert.equal(parseResponse((await sendRaw(port, get('/health'))).bytes).status, 200)
  })
})
