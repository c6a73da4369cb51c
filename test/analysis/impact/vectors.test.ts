import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { unavailableSeconds } from '../../../src/analysis/impact/bins.ts'
import { blastRadius } from '../../../src/analysis/impact/blast.ts'
import { errorBudget } from '../../../src/analysis/impact/budget.ts'
import { dipDepth, lostArea } from '../../../src/analysis/impact/dip.ts'
import { countClasses } from '../../../src/analysis/impact/hit-classes.ts'
import { hitSet } from '../../../src/analysis/impact/hits.ts'
import { recoveryBin } from '../../../src/analysis/impact/recovery.ts'
import { median } from '../../../src/analysis/impact/reference.ts'
import { wiresOf } from '../../../src/analysis/impact/wires.ts'
import type { Outcome } from '../../../src/model/outcome.ts'
import { near, vector } from '../../stats/vectors.ts'
import { requestColumns } from '../fixture-log.ts'

describe('golden vectors of a fault', () => {
  test('rel.classify: who was hit, how each ended, when it was seen and when the last request went there', () => {
    const { input, expected, tol } = vector('rel.classify')
    type Row = [id: number, sent: number, done: number, replica: string, outcome: Outcome, stall: number]
    const requests = requestColumns(
      (input.rows as Row[]).map(([request, sent, done, replica, outcome, stall]) => ({
        request,
        due: sent * 1e3,
        sent: sent * 1e3,
        done: done * 1e3,
        replica: replica.toLowerCase(),
        outcome,
        stall: stall * 1e3,
      })),
    )
    const wires = wiresOf(requests, undefined)
    const at = input.t_kill * 1e9
    const strike = {
      victim: wires.names.indexOf('a'),
      at,
      until: Infinity,
      namelessUntil: Infinity,
      stall: input.stall_limit * 1e9,
      trials: [],
    }
    const hits = hitSet(requests, new Uint8Array(requests.rows).fill(1), wires, strike)
    const ids = (rows: Int32Array) => Array.from(rows, (row) => requests.request[row]).sort((a, b) => a - b)
    assert.deepEqual(ids(hits.open), expected.inflight_at_kill)
    assert.deepEqual(ids(hits.openOnVictim), expected.inflight_victim)
    assert.deepEqual(ids(hits.all), expected.hit_set)
    assert.deepEqual(countClasses(hits.classes), expected.by_class)
    assert.ok(near((hits.firstFailure - at) / 1e9, expected.detect_client_s, tol))
    assert.ok(near((hits.lastSend - at) / 1e9, expected.evict_s, tol))
    const lost = hits.open.filter((row) => requests.outcome[row] !== 0).length
    assert.equal(blastRadius(lost, hits.open.length, 3)?.lost, expected.inflight_lost_share)
  })

  test('rel.dip: reference, depth, area, recovery, unavailable seconds and error budget', () => {
    const { input, expected, tol } = vector('rel.dip')
    const all = Float64Array.from(input.good_per_bin)
    const after = all.subarray(input.kill_s)
    const offered = after.map(() => input.arrivals_per_bin)
    const reference = median(all.subarray(0, input.kill_s))
    assert.equal(reference, expected.ref)
    const band = { goodput: (1 - input.x) * reference, failed: 1, hold: input.y_s }
    const { bin, held } = recoveryBin(
      after,
      after.map(() => 0),
      band,
    )
    assert.deepEqual({ bin, held }, { bin: expected.ttr_s, held: true })
    assert.ok(near(dipDepth(after, reference, bin), expected.depth, tol))
    assert.equal(lostArea(after, reference, bin), expected.lost_to_t_rec_only)
    const lost = lostArea(after, reference, bin + input.y_s)
    assert.equal(lost, expected.lost_good_requests)
    const { total } = unavailableSeconds({ n: after.length, offered, ok: after, good: after })
    assert.equal(total, expected.unavailable_s_below_50pct)
    const ok = after.subarray(0, bin).reduce((sum, value) => sum + value, 0)
    const available = ok / (bin * input.arrivals_per_bin)
    assert.ok(near(available, expected.availability_in_ttr, tol))
    const budget = errorBudget(0.99, all.length * input.arrivals_per_bin, lost, 1 - available)
    assert.ok(near(budget.allowed, expected.error_budget_99pct_over_600, tol))
    assert.ok(near(budget.used, expected.budget_used, tol))
    assert.ok(near(budget.burn, expected.burn_rate_in_ttr, tol))
  })

  test('rel.burn: what uses two per cent of a month’s budget in an hour, and the minutes of such a budget', () => {
    const { expected, tol } = vector('rel.burn')
    const hours = 30 * 24
    const failedShare = 0.02 * hours * (1 - 0.999)
    assert.ok(near(errorBudget(0.999, 1, 1, failedShare).burn, expected.burn, tol * 1e3))
    assert.ok(near(errorBudget(0.999, hours * 60, 0, 0).allowed, expected.minutes, tol * 1e3))
  })

  test('rel.blast: the share of requests in flight that was lost, against one replica’s', () => {
    const { input, expected, tol } = vector('rel.blast')
    const blast = blastRadius(input.inflight_lost, input.inflight_at_kill, input.K)!
    assert.ok(near(blast.lost, expected.lost_share, tol))
    assert.ok(near(blast.expected, expected.expected_share, tol))
    assert.ok(near(blast.ratio, expected.amplification, tol))
    assert.equal(input.affected / input.arrivals_in_ttr, expected.affected_share)
  })
})
