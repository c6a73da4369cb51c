import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { NS_PER_MS, nanos } from '../../src/base/nanos.ts'
import { Engine } from '../../src/sim/engine/engine.ts'
import { DEFAULT_ENGINE } from '../../src/sim/engine/settings.ts'
import { FAULTS } from '../../src/sim/faults/index.ts'
import { METER_FAULTS } from '../../src/sim/gpu/meter-fault.ts'
import { resolveReplica } from '../../src/sim/settings.ts'

const text = readFileSync(new URL('../../docs/simulated-fleet.md', import.meta.url), 'utf8')

/** The second cell of the row whose first cell names the option. */
const stated = (option: string) =>
  text
    .split('\n')
    .find((line) => line.startsWith(`| \`${option}\``))
    ?.split('|')[2]
    .trim()

describe('docs/simulated-fleet.md', () => {
  const { engine, gpu, ...replica } = resolveReplica('r', 0, {})

  test('has a row for every fault', () => {
    assert.deepEqual(
      [...Object.keys(FAULTS), ...METER_FAULTS].filter((kind) => stated(kind) === undefined),
      [],
    )
  })

  for (const option of ['maxModelLen', 'naturalTokens', 'streamInterval', 'halfCharacters', 'truthRequests'] as const) {
    test(`states the default of ${option}`, () => assert.equal(stated(option), String(replica[option])))
  }
  for (const option of ['slots', 'kvTokens', 'prefillRate', 'stepTokens', 'jitter', 'prefixCache'] as const) {
    test(`states the default of engine.${option}`, () => assert.equal(stated(option), String(engine[option])))
  }
  for (const option of ['idleWatts', 'maxWatts', 'memoryMiB'] as const) {
    test(`states the default of gpu.${option}`, () => assert.equal(stated(option), String(gpu[option])))
  }
  test('states the default of gpu.refresh', () => assert.equal(stated('refresh'), `${gpu.refresh / NS_PER_MS} ms`))
  for (const option of ['stepBase', 'stepPerSequence'] as const) {
    test(`states the default of engine.${option}`, () => {
      assert.equal(stated(option), `${engine[option] / NS_PER_MS} ms`)
    })
  }

  test('states the first token and the gaps of an idle replica', () => {
    const idle = new Engine({ ...DEFAULT_ENGINE, jitter: 0 })
    const times: number[] = []
    const token = (_: unknown, at: number) => times.push(at / NS_PER_MS)
    idle.submit({ promptTokens: 512, outputTokens: 3, blocks: [], token }, nanos(0))
    while (idle.due !== Number.POSITIVE_INFINITY) idle.advance(nanos(idle.due))
    assert.deepEqual([Math.floor(times[0]), Math.round(times[1] - times[0])], [64, 11])
  })
})
