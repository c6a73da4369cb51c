import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Load } from '../../src/model/scenario.ts'
import { lanesFor } from '../../src/run/lanes.ts'

const server = (max_async_queries: number, max_query_count: number): object => ({
  loop: 'mlperf',
  scenario: 'server',
  mlperf: { max_async_queries, max_query_count },
})

test('a load is shared among no more lanes than it has places', () => {
  const cases: [object, number][] = [
    [{ loop: 'closed', slots: 3 }, 3],
    [{ loop: 'closed', slots: 64 }, 8],
    [{ loop: 'open', cap: 2 }, 2],
    [{ loop: 'open', cap: null }, 8],
    [{ loop: 'mlperf', scenario: 'single-stream' }, 1],
    [{ loop: 'mlperf', scenario: 'multi-stream' }, 1],
    [server(0, 0), 8],
    [server(0, 5), 5],
    [server(1000, 0), 1],
    [{ loop: 'mlperf', scenario: 'offline' }, 8],
  ]
  for (const [load, lanes] of cases) assert.equal(lanesFor(load as Load, 8), lanes)
})
