import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathShares } from '../../src/analysis/ccr.ts'
import { mfu, requestFlops } from '../../src/analysis/flops.ts'
import { near, vector } from '../stats/vectors.ts'

test('def.mfu: the arithmetic of one request and its share of the peak', () => {
  const { input, expected, tol } = vector('def.mfu')
  const shape = { params: input.params, layers: input.layers, attention: input.d_attn }
  const { prefill, decode } = requestFlops(shape, input.prompt, input.output)
  assert.equal(prefill, expected.prefill_flops)
  assert.equal(decode, expected.decode_flops)
  assert.ok(near(mfu(prefill + decode, input.requests_per_s, input.peak_flops), expected.mfu, tol))
})

test('def.ccr: time on the way, waiting and computing', () => {
  const { input, expected, tol } = vector('def.ccr')
  const { client_e2e: clientLatency, server_e2e: serverLatency, ...times } = input
  const shares = pathShares({ clientLatency, serverLatency, ...times })
  assert.ok(near(shares.ccr, expected.ccr, tol))
  assert.ok(near(shares.waitRatio, expected.wait_ratio, tol))
  assert.ok(near(shares.pathEfficiency, expected.path_efficiency, tol))
})
