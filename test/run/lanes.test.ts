import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Load } from '../../src/model/scenario.ts'
import { lanesFor } from '../../src/run/lanes.ts'

test('a load is shared among no more lanes than it has places', () => {
  const cases: [object, number][] = [
    [{ loop: 'closed', slots: 3 }, 3],
    [{ loop: 'closed', slots: 64 }, 8],
    [{ loop: 'open', cap: 2 }, 2],
    [{ loop: 'open', cap: null }, 8],
    [{ loop: 'mlperf', scenario: 'single-stream' }, 1],
    [{ loop: 'mlperf', scenario: 'multi-stream' }, 1],
    [{ loop: 'mlperf', scenario: 'server' }, 8],
    [{ loop: 'mlperf', scenario: 'offline' }, 8],
  ]
  for (const [load, lanes] of cases) assert.equal(lanesFor(load as Load, 8), lanes)
})
