import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Failure } from '../../../src/base/failure.ts'
import type { Probe } from '../../../src/model/probe.ts'
import { openMeter } from '../../../src/run/probes/kinds/index.ts'
import type { MeterWorld } from '../../../src/run/probes/meter.ts'
import { ask, readOnce, TestWorld } from './world.ts'

export interface Case {
  kind: Probe['kind']
  probe: () => Promise<Probe>
  /** Series that it must give. */
  gives: readonly string[]
  /** The same kind of meter, not there. */
  absent: () => Promise<Probe>
  world?: () => MeterWorld
}

/** Everything a meter promises, whatever its kind. */
export function meterContract({ kind, probe, gives, absent, world = () => new TestWorld() }: Case): void {
  describe(`probe of kind ${kind}`, () => {
    test('gives finite values under names of the log, and says what it transferred', async () => {
      const { values, bytes } = await readOnce(await probe(), world())
      assert.ok(bytes > 0)
      assert.deepEqual(new Set(values.map(({ name }) => name)), new Set(gives))
      for (const { name, value, labels, at } of values) {
        assert.ok(Number.isFinite(value), name)
        assert.ok(Object.values(labels).every((label) => typeof label === 'string'))
        assert.ok(at === undefined || Number.isSafeInteger(at), `${name} at ${at}`)
      }
    })

    test('can be asked again and again', async () => {
      const meter = await openMeter(await probe(), world())
      try {
        for (let i = 0; i < 3; i++) await ask(meter, new AbortController().signal)
      } finally {
        await meter.close()
      }
    })

    test('that is not there is a Failure with a way out', async () => {
      await assert.rejects(
        absent().then((probe) => readOnce(probe, world())),
        (error) => {
          assert.ok(error instanceof Failure, String(error))
          assert.match(error.code, /^probe\.(absent|unreachable)$/)
          assert.ok(error.hint)
          return true
        },
      )
    })

    test('gives up with the reason it is told', async () => {
      const meter = await openMeter(await probe(), world())
      const stop = new AbortController()
      const enough = new Error('enough')
      stop.abort(enough)
      await assert.rejects(ask(meter, stop.signal), enough)
      await meter.close()
    })

    test('may be closed twice, and without having been read', async () => {
      const meter = await openMeter(await probe(), world())
      await meter.close()
      await meter.close()
      assert.notEqual(meter.what, '')
    })
  })
}
