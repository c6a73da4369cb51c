import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { ProtocolName } from '../../../src/model/scenario.ts'
import { protocols } from '../../../src/run/protocols/index.ts'
import type { Decoder } from '../../../src/run/protocols/protocol.ts'
import { headOf, type Recording, recordings, SETTINGS } from './recording.ts'

/** Bodies up to this size are cut at every byte, longer ones at every byte of so many at either end. */
const EVERY_BYTE = 2048
const EITHER_END = 512
const RANDOM_CUTS = 100

const CONTENT_TYPES = ['text/event-stream', 'application/json', 'application/octet-stream', 'text/html', '']

/** What every protocol owes its callers, shown on the recordings of real servers. */
export function protocolContract(name: ProtocolName): void {
  describe(`${name} keeps the contract of protocols`, () => {
    const own = recordings.filter(({ expected }) => expected.protocol === name)

    test('there are recordings to show it on', () => assert.ok(own.length > 0))

    for (const recording of own) {
      test(`${recording.name} reads the same wherever it is cut`, () => readsTheSameCut(recording))
    }

    test('one decoder takes answer after answer and forgets each', () => {
      const reused = protocols[name].decoder(SETTINGS)
      for (const { head, body } of [...own, ...own].slice(0, 40)) {
        const fresh = decode(protocols[name].decoder(SETTINGS), head, [body])
        assert.equal(decode(reused, head, [body]), fresh)
      }
    })

    test('any bytes in any cuts never throw and read as they do whole', () => {
      const bytes = fc.array(fc.oneof(fc.uint8Array({ maxLength: 40 }).map(Buffer.from), fragmentOf(own)), {
        maxLength: 12,
      })
      fc.assert(
        fc.property(
          bytes,
          fc.constantFrom(...CONTENT_TYPES),
          fc.constantFrom(200, 400, 503),
          (pieces, type, status) => {
            const head = headOf(status, { 'content-type': type })
            const decoder = protocols[name].decoder(SETTINGS)
            assert.equal(decode(decoder, head, pieces), decode(decoder, head, [Buffer.concat(pieces)]))
          },
        ),
        { numRuns: 250 },
      )
    })
  })
}

function readsTheSameCut({ head, body, settings, expected }: Recording): void {
  const decoder = protocols[expected.protocol].decoder(settings)
  const whole = decode(decoder, head, [body])
  for (const cut of cutsOf(body.length)) {
    if (decode(decoder, head, [body.subarray(0, cut), body.subarray(cut)]) === whole) continue
    assert.equal(decode(decoder, head, [body.subarray(0, cut), body.subarray(cut)]), whole, `cut at byte ${cut}`)
  }
  const bytes = Array.from({ length: body.length }, (_, at) => body.subarray(at, at + 1))
  assert.equal(decode(decoder, head, bytes), whole, 'byte by byte')
}

/** All that an answer says, and what `push` said of its token events. */
function decode(decoder: Decoder, head: ReturnType<typeof headOf>, pieces: readonly Buffer[]): string {
  decoder.begin(head)
  let tokenEvents = 0
  for (const piece of pieces) tokenEvents += decoder.push(piece, 0, piece.length)
  const pushed = decoder.answer.tokenEvents
  assert.equal(tokenEvents, pushed)
  decoder.end()
  return JSON.stringify({ pushed, ...decoder.answer })
}

function cutsOf(length: number): number[] {
  if (length <= EVERY_BYTE) return Array.from({ length: length + 1 }, (_, at) => at)
  const ends = Array.from({ length: EITHER_END }, (_, at) => [at, length - at]).flat()
  const between = fc.sample(fc.integer({ min: EITHER_END, max: length - EITHER_END }), {
    numRuns: RANDOM_CUTS,
    seed: length,
  })
  return [...ends, ...between]
}

/** Pieces of what real servers send, so that chance meets more than broken text. */
function fragmentOf(own: readonly Recording[]): fc.Arbitrary<Buffer> {
  const bodies = own.map(({ body }) => body).filter((body) => body.length > 0)
  return fc
    .tuple(fc.constantFrom(...bodies), fc.nat(2000), fc.nat(600))
    .map(([body, from, length]) => body.subarray(from % body.length, (from % body.length) + length))
}
