import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { fromMillis } from '../../../src/base/nanos.ts'
import { startFleet } from '../../../src/sim/fleet.ts'
import { AS_RECORDED } from '../recording.ts'
import { post, sendRaw } from '../wire.ts'

const SLOTS = 8
const ENOUGH = 40
/** An answer and the note of its end are two calls of the kernel: the kill should not come between them. */
const BETWEEN_STEPS_MS = 4

test('what a killed replica leaves behind is what its clients saw: answers, tokens, and who was under way', async () => {
  const fleet = await startFleet({
    ...AS_RECORDED,
    engine: { ...AS_RECORDED.engine, stepBase: fromMillis(2 * BETWEEN_STEPS_MS), slots: SLOTS },
    replicas: 1,
    keepTruth: true,
  })
  try {
    const port = Number(new URL(fleet.replicas[0].url).port)
    const seen = new Map<string, { whole: boolean; tokens: number }>()
    let dead = false
    let killed: Promise<void> | undefined
    const client = async (slot: number): Promise<void> => {
      for (let i = 0; !dead; i++) {
        const id = `${slot}-${i}`
        const body = {
          model: 'tiny',
          prompt: 'Once',
          max_tokens: 5 + ((3 * slot + i) % 7),
          ignore_eos: true,
          stream: true,
        }
        const { bytes, end } = await sendRaw(port, post('/v1/completions', body, [`X-Request-Id: ${id}`]))
        dead ||= end !== 'whole'
        const tokens = bytes.toString('latin1').match(/"text":/g)?.length ?? 0
        if (bytes.length > 0) seen.set(id, { whole: end === 'whole', tokens })
        if (seen.size >= ENOUGH) killed ??= setTimeout(BETWEEN_STEPS_MS).then(() => fleet.kill('replica-0', 'SIGKILL'))
      }
    }
    await Promise.all(Array.from({ length: SLOTS }, (_, slot) => client(slot)))
    await killed

    const truth = await fleet.truth('replica-0')
    const told = new Map(truth.map((entry) => [entry.id!, entry]))
    for (const [id, { whole, tokens }] of seen) {
      assert.equal(told.get(id)?.complete, whole, `${id} ${JSON.stringify(told.get(id))} ${tokens}`)
      // What is noted leaves at the end of the same turn: a death in between takes at most the tokens of one step.
      const lost = told.get(id)!.tokens.length - tokens
      assert.ok(whole ? lost === 0 : lost === 0 || lost === 1, `${id} lost ${lost}`)
    }
    const underWay = truth.filter(({ ended }) => ended === null)
    assert.ok(underWay.length > 0 && underWay.length <= SLOTS)
    assert.deepEqual(
      underWay.filter(({ id }) => seen.get(id!)?.whole),
      [],
    )
    const [{ killed: at, exited }] = fleet.deaths('replica-0')
    assert.ok(at! <= exited && truth.every(({ admitted }) => admitted <= exited))
  } finally {
    await fleet.stop()
  }
})
