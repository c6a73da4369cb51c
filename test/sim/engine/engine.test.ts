import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { fromMillis, NS_PER_MS, nanos } from '../../../src/base/nanos.ts'
import { Engine } from '../../../src/sim/engine/engine.ts'
import type { Sequence } from '../../../src/sim/engine/sequence.ts'
import type { EngineSettings } from '../../../src/sim/engine/settings.ts'
import { DEFAULT_ENGINE } from '../../../src/sim/engine/settings.ts'

const EXACT: EngineSettings = {
  ...DEFAULT_ENGINE,
  slots: 4,
  kvTokens: 1000,
  prefillRate: 10_000,
  stepTokens: 100,
  stepBase: fromMillis(5),
  stepPerSequence: fromMillis(1),
  jitter: 0,
}

/** An engine driven by hand: submit, then run until idle; token times in ms by the name of the sequence. */
function drive(overrides: Partial<EngineSettings> = {}) {
  const engine = new Engine({ ...EXACT, ...overrides })
  const times: { [name: string]: number[] } = {}
  const submit = (name: string, at: number, promptTokens: number, outputTokens: number, blocks: number[] = []) => {
    times[name] = []
    const token = (_: Sequence, when: number) => times[name].push(when / NS_PER_MS)
    return engine.submit({ promptTokens, outputTokens, blocks, token }, fromMillis(at))
  }
  const run = () => {
    while (engine.due !== Number.POSITIVE_INFINITY) engine.advance(nanos(engine.due))
    return times
  }
  return { engine, submit, run, times }
}

describe('the batching engine', () => {
  test('a lone prompt takes its prefill in chunks, then one base step per token', () => {
    const { submit, run } = drive()
    submit('a', 0, 250, 3)
    // Chunks of 100, 100 and 50 tokens at 10 tokens a ms, never below the base of 5 ms, and 1 ms per sequence.
    assert.deepEqual(run(), { a: [28, 34, 40] })
  })

  test('each sequence in a step makes it longer for all', () => {
    const { submit, run } = drive()
    submit('a', 0, 10, 3)
    submit('b', 0, 10, 3)
    // b comes while the first step is under way and waits for its end.
    assert.deepEqual(run(), { a: [6, 13, 20], b: [13, 20, 26] })
  })

  test('a long prompt is computed beside running decodes and slows them', () => {
    const { submit, run } = drive()
    submit('a', 0, 10, 4)
    submit('b', 1, 150, 1)
    // With a decoding, 99 tokens of budget are left for b: 9.9 ms + 2 sequences, then 51 tokens: 5.1 ms + 2.
    assert.deepEqual(run(), { a: [6, 17.9, 25, 31], b: [25] })
  })

  test('prompts beyond the slots wait in the order they came', () => {
    const { engine, submit, run } = drive({ slots: 1 })
    submit('a', 0, 10, 2)
    const b = submit('b', 0, 10, 1)
    submit('c', 0, 10, 1)
    assert.deepEqual([engine.running, engine.waiting], [1, 2])
    assert.deepEqual(run(), { a: [6, 12], b: [18], c: [24] })
    assert.equal(b.scheduled, fromMillis(12))
  })

  test('a prompt that does not fit into the KV cache waits although slots are free', () => {
    const { engine, submit, run } = drive({ kvTokens: 100 })
    submit('a', 0, 60, 2)
    submit('b', 0, 60, 1)
    assert.deepEqual([engine.running, engine.waiting], [1, 1])
    assert.equal(engine.kvUsage, 0.6)
    const times = run()
    assert.ok(times.b[0] > times.a[1])
    assert.equal(engine.kvUsage, 0)
  })

  test('when decodes outgrow the cache the newest sequence starts over and still says everything', () => {
    const { engine, submit, run } = drive({ kvTokens: 100 })
    submit('a', 0, 40, 30)
    submit('b', 0, 40, 30)
    const { a, b } = run()
    assert.ok(engine.preemptions > 0)
    assert.deepEqual([a.length, b.length], [30, 30])
    assert.equal(engine.kvUsage, 0)
  })

  test('an aborted sequence frees its slot for the next step and says no more', () => {
    const { engine, submit, run } = drive({ slots: 1 })
    const a = submit('a', 0, 10, 100)
    submit('b', 0, 10, 1)
    engine.advance(fromMillis(6))
    engine.abort(a)
    assert.deepEqual(run(), { a: [6], b: [18] })
  })

  test('a prompt that begins like an earlier one skips the blocks they share', () => {
    const { engine, submit, run } = drive({ prefixCache: true })
    const blocks = [1, 2, 3, 4, 5, 6]
    submit('a', 0, 100, 1, blocks)
    run()
    const again = submit('b', 100, 100, 1, [...blocks.slice(0, 4), 9, 9])
    assert.deepEqual(run().b, [100 + 6])
    assert.equal(again.cachedTokens, 64)
    assert.deepEqual([engine.prefixQueries, engine.prefixHits], [200, 64])
  })

  test('late wake-ups are made up for, a machine that slept is not', () => {
    const { engine, submit, times } = drive()
    submit('a', 0, 10, 100)
    engine.advance(fromMillis(30))
    assert.deepEqual(times.a, [6, 12, 18, 24, 30])
    engine.advance(fromMillis(2000))
    engine.advance(fromMillis(2006))
    assert.deepEqual(times.a.slice(5), [36, 2006])
  })

  test('the same seed gives the same jitter', () => {
    const jittered = (seed: string) => {
      const { submit, run } = drive({ jitter: 0.1, seed })
      submit('a', 0, 10, 20)
      return run().a
    }
    assert.deepEqual(jittered('7'), jittered('7'))
    assert.notDeepEqual(jittered('7'), jittered('8'))
  })

  test('a sequence that could never fit is refused', () => {
    const { submit } = drive({ kvTokens: 100 })
    assert.throws(() => submit('a', 0, 60, 41), RangeError)
  })

  test('whatever comes, everyone gets exactly the tokens asked for, in time order, and the cache empties', () => {
    const arrivals = fc.array(
      fc.record({ gap: fc.nat(40), prompt: fc.integer({ min: 1, max: 300 }), output: fc.integer({ min: 1, max: 40 }) }),
      { minLength: 1, maxLength: 25 },
    )
    fc.assert(
      fc.property(
        arrivals,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 340, max: 900 }),
        (list, slots, kvTokens) => {
          const { engine, submit, run } = drive({ slots, kvTokens, jitter: 0.05 })
          let at = 0
          list.forEach(({ gap, prompt, output }, i) => {
            at += gap
            submit(String(i), at, prompt, output)
          })
          const times = run()
          list.forEach(({ output }, i) => {
            assert.equal(times[i].length, output)
            assert.deepEqual(
              times[i],
              times[i].toSorted((a, b) => a - b),
            )
          })
          assert.deepEqual([engine.running, engine.waiting, engine.kvUsage], [0, 0, 0])
        },
      ),
      { numRuns: 200 },
    )
  })
})
