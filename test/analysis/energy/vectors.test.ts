import assert from 'node:assert/strict'
import { test } from 'node:test'
import { carbonOf } from '../../../src/analysis/energy/carbon.ts'
import { counterEnergy, longestInterval, wrappedDelta } from '../../../src/analysis/energy/counter.ts'
import { netEnergy } from '../../../src/analysis/energy/idle-power.ts'
import { trapezoid } from '../../../src/analysis/energy/power.ts'
import { combined, energyError } from '../../../src/analysis/energy/uncertainty.ts'
import { nanos } from '../../../src/base/nanos.ts'
import type { Energy } from '../../../src/model/economy.ts'
import { near, vector } from '../../stats/vectors.ts'

test('en.trap: trapezoids between samples, with interpolated edges', () => {
  const { input, expected, tol } = vector('en.trap')
  const points = input.samples.map(([at, value]: [number, number]) => ({ at: at * 1e9, value }))
  const [from, to] = input.window
  assert.ok(near(trapezoid(points, from * 1e9, to * 1e9), expected.joules, tol))
  assert.ok(near(trapezoid(points, 0, 3e9), expected.full, tol))
})

test('en.wrap: a counter wraps once, and must be read before it could twice', () => {
  const { input, expected, tol } = vector('en.wrap')
  assert.ok(near(wrappedDelta(input.e0, input.e1, input.max_range), expected.delta_uj, tol))
  assert.ok(near(longestInterval(input.max_range * 1e-6, 300), expected.max_interval_s_at_300W, tol))
  const wrapped = counterEnergy(
    [
      { at: 0, value: input.e0 * 1e-6 },
      { at: 1e9, value: input.e1 * 1e-6 },
    ],
    input.max_range * 1e-6,
    { from: 0, to: 1e9 },
  )
  assert.ok('joules' in wrapped && near(wrapped.joules, expected.delta_uj * 1e-6, 1e-9))
})

test('en.derive: idle, facility, carbon and the bound on the error', () => {
  const { input, expected, tol } = vector('en.derive')
  const errors = energyError(input.gross_j, input.edge_power_w, {
    clockError: input.clock_err_s,
    meterError: input.meter_rel,
    gap: 0,
  })
  assert.ok(near(errors.align, expected.align_err_j, tol))
  assert.ok(near(errors.meter, expected.meter_err_j, tol))
  assert.ok(near(combined(errors), expected.u_j, tol))
  assert.ok(near(netEnergy(input.gross_j, input.idle_w, input.window_s), expected.net_j, tol))
  const facility = input.gross_j * input.pue
  assert.ok(near(facility, expected.facility_j, tol))
  const energy = {
    ok: input.gross_j,
    u: combined(errors),
    facility,
    scope: 'node',
    window: { from: nanos(0), to: nanos(input.window_s * 1e9) },
  } as unknown as Energy
  const carbon = carbonOf(energy, {
    gramsPerKwh: input.g_per_kwh,
    kind: 'average',
    zone: 'DE',
    source: 'stated',
    embodiedGramsPerHour: 36,
  })
  assert.ok(near(carbon.kWh, expected.kwh, tol))
  assert.ok(near(carbon.grams, expected.gco2, tol))
  assert.equal(carbon.of, 'facility')
  assert.ok(near(carbon.embodied ?? Number.NaN, 0.02, tol))
})
