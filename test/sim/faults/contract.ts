import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { FaultSettings } from '../../../src/sim/faults/fault.ts'
import { Replica } from '../../../src/sim/replica.ts'
import { resolveReplica } from '../../../src/sim/settings.ts'
import { AS_RECORDED } from '../recording.ts'
import type { Received } from '../wire.ts'
import { eventsOf, get, parseResponse, post, sendRaw } from '../wire.ts'

export const REQUEST = { model: 'tiny', prompt: 'Once', max_tokens: 12, ignore_eos: true }
export const STREAM = { ...REQUEST, stream: true, stream_options: { include_usage: true } }

/** Asks a replica that has the fault. */
export type Ask = (body: object, stopAfter?: (text: string) => boolean) => Promise<Received>

/** What every fault keeps: it can be switched on and off, hits no share of zero, and leaves a healthy replica behind. */
export function faultContract(settings: FaultSettings, own: (ask: Ask) => void): void {
  describe(`the fault ${JSON.stringify(settings)}`, () => {
    const replica = new Replica(resolveReplica('replica-0', 0, { ...AS_RECORDED, faults: [settings] }))
    let port = 0
    const ask: Ask = (body, stopAfter) => sendRaw(port, post('/v1/completions', body), stopAfter)
    const set = (faults: readonly FaultSettings[]) => sendRaw(port, post('/control/faults', faults))
    before(async () => {
      port = await replica.listen()
    })
    after(() => replica.close())

    own(ask)

    test('it leaves /health alone', async () => {
      assert.equal(parseResponse((await sendRaw(port, get('/health'))).bytes).status, 200)
    })

    for (const [when, faults] of [
      ['with a share of zero', [{ ...settings, share: 0 }]],
      ['switched off', []],
    ] as const) {
      test(`${when} requests are answered whole, and none is left in the engine`, async () => {
        await set(faults)
        const { bytes, end } = await ask(STREAM)
        const events = eventsOf(parseResponse(bytes).body)
        assert.deepEqual([end, events.length, events.at(-1)], ['whole', 14, '[DONE]'])
        const metrics = (await sendRaw(port, get('/metrics'))).bytes.toString()
        assert.match(metrics, /num_requests_running\{[^}]*\} 0\.0/)
      })
    }
  })
}
