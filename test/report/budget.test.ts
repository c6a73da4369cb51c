import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Check } from '../../src/model/verdict.ts'
import { bindingCheck, budgetUsed } from '../../src/report/budget.ts'
import { figure } from './sample.ts'

const check = (slo: Omit<Check['slo'], 'text'>, value: number, result: Check['result'] = 'pass'): Check => ({
  slo: { text: '', ...slo },
  figure: figure(slo.metric, slo.stat, value, 100),
  result,
  because: '',
})
const ceiling = { metric: 'ttft', stat: 'p99', compare: '<=', limit: 200 } as const
const floor = { metric: 'attainment', stat: 'value', compare: '>=', limit: 0.99 } as const
const rate = { metric: 'throughput', stat: 'value', compare: '>=', limit: 20 } as const

describe('the allowance a bound gives', () => {
  test('is the limit of a ceiling, the complement of a share’s floor, and what a rate must reach', () => {
    assert.equal(budgetUsed(check(ceiling, 150)), 0.75)
    assert.ok(Math.abs(budgetUsed(check(floor, 0.995))! - 0.5) < 1e-9)
    assert.equal(budgetUsed(check(rate, 40)), 0.5)
  })

  test('is overrun without end where failures reach, or where nothing is allowed', () => {
    assert.equal(budgetUsed(check(ceiling, Infinity)), Infinity)
    assert.equal(budgetUsed(check({ ...ceiling, limit: 0 }, 1)), Infinity)
    assert.equal(budgetUsed(check({ ...ceiling, limit: 0 }, 0)), 0)
  })

  test('is not used at all without a figure', () => {
    assert.equal(budgetUsed({ ...check(ceiling, 1), figure: undefined } as unknown as Check), undefined)
  })

  test('the bound that binds is the first failed one, else the one with the least room', () => {
    const [loose, tight, failed] = [check(ceiling, 10), check(ceiling, 190), check(ceiling, 300, 'fail')]
    assert.equal(bindingCheck([loose, tight]), tight)
    assert.equal(bindingCheck([tight, loose, failed]), failed)
    assert.equal(bindingCheck([]), undefined)
  })
})
