import assert from 'node:assert/strict'
import { describe, mock, test } from 'node:test'
import { fromMillis, NS_PER_MS, nanos } from '../../../src/base/nanos.ts'
import { Engine } from '../../../src/sim/engine/engine.ts'
import { Pacemaker } from '../../../src/sim/engine/pacemaker.ts'
import { DEFAULT_ENGINE } from '../../../src/sim/engine/settings.ts'

describe('the pacemaker', () => {
  test('a timer that is late delays its own token and none after it', () => {
    mock.timers.enable({ apis: ['setTimeout'] })
    let now = 0
    const engine = new Engine({ ...DEFAULT_ENGINE, stepBase: fromMillis(10), stepPerSequence: nanos(0), jitter: 0 })
    const pacemaker = new Pacemaker(engine, () => nanos(now * NS_PER_MS))
    const seen: [due: number, woken: number][] = []
    const token = (_: unknown, at: number) => seen.push([at / NS_PER_MS, now])
    pacemaker.submit({ promptTokens: 1, outputTokens: 4, blocks: [], token })
    for (const elapsed of [10, 13, 7, 10]) {
      now += elapsed
      mock.timers.tick(elapsed)
    }
    mock.timers.reset()
    assert.deepEqual(seen, [
      [10, 10],
      [20, 23],
      [30, 30],
      [40, 40],
    ])
  })
})
