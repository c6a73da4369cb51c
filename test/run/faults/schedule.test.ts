import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { fromSeconds, nanos } from '../../../src/base/nanos.ts'
import type { Fault } from '../../../src/model/fault.ts'
import { refuseAfterEnd } from '../../../src/run/faults/after-end.ts'
import { roundsOf } from '../../../src/run/faults/schedule.ts'
import { chooseVictim, possibleVictims } from '../../../src/run/faults/victim.ts'
import { faultOf, PLAN } from './stage.ts'

const NAMES = ['a', 'b', 'c']
const idle = { isGone: () => false, inFlight: () => 0 }

/** Of one round after the other. */
function victims(fault: Fault, rounds: number, names = NAMES, gone: (round: number) => readonly string[] = () => []) {
  const hit: string[] = []
  return Array.from({ length: rounds }, (_, round) => {
    const isGone = (name: string) => gone(round).includes(name)
    const victim = chooseVictim(fault, round, { ...idle, isGone, names, hit })
    if (victim !== null) hit.push(victim)
    return victim
  })
}
const repeated = (times: number, rotate: boolean) => ({ times, every: fromSeconds(10), rotate })

describe('the rounds of a fault', () => {
  test('come at their instants, after each other by the same gap', () => {
    const fault = faultOf({ when: { kind: 'at', at: fromSeconds(5) }, repeat: repeated(3, false) })
    const starts = roundsOf([fault], nanos(0)).map(({ round, start }) => [round, start])
    assert.deepEqual(starts, [
      [0, { kind: 'at', at: 5e9 }],
      [1, { kind: 'at', at: 15e9 }],
      [2, { kind: 'at', at: 25e9 }],
    ])
  })

  test('count from the measured window where a phase is meant', () => {
    const fault = faultOf({ when: { kind: 'phase', phase: 'measure', offset: fromSeconds(2) } })
    assert.deepEqual(roundsOf([fault], fromSeconds(30))[0].start, { kind: 'at', at: 32e9 })
  })

  test('count from the request that starts the first', () => {
    const fault = faultOf({ when: { kind: 'after', requests: 500 }, repeat: repeated(2, false) })
    assert.deepEqual(
      roundsOf([fault], nanos(0)).map(({ start }) => start),
      [
        { kind: 'after', requests: 500, delay: 0 },
        { kind: 'after', requests: 500, delay: 10e9 },
      ],
    )
  })

  test('are refused at the end of the load and later, and only where that is known', () => {
    const at = (seconds: number, times = 1) =>
      roundsOf([faultOf({ when: { kind: 'at', at: fromSeconds(seconds) }, repeat: repeated(times, false) })], nanos(0))
    refuseAfterEnd(at(59), PLAN)
    assert.throws(() => refuseAfterEnd(at(60), PLAN), /would come at 1m, but the measured load ends at 1m/)
    assert.throws(() => refuseAfterEnd(at(45, 3), PLAN), /\(round 3 of 3\) would come at 65s/)
    refuseAfterEnd(at(1e6), { ...PLAN, queries: null, window: { from: nanos(0), to: null } })
  })

  test('are refused after more requests than there are', () => {
    const after = (requests: number) => roundsOf([faultOf({ when: { kind: 'after', requests } })], nanos(0))
    refuseAfterEnd(after(999), PLAN)
    assert.throws(() => refuseAfterEnd(after(1000), PLAN), /after 1000 requests, but the load has 1000/)
  })
})

describe('the replica that a round hits', () => {
  test('is the one named, or with rotation its neighbors in turn', () => {
    assert.deepEqual(victims(faultOf({ which: { replica: 'b' } }), 3), ['b', 'b', 'b'])
    assert.deepEqual(victims(faultOf({ which: { replica: 'b' }, repeat: repeated(4, true) }), 4), ['b', 'c', 'a', 'b'])
  })

  test('is nobody when the one named is gone', () => {
    assert.deepEqual(victims(faultOf({ which: { replica: 'b' } }), 1, ['a', 'c']), [null])
    assert.deepEqual(victims(faultOf({ which: 'busiest' }), 1, []), [null])
  })

  test('is drawn again for each round, the same for the same seed', () => {
    fc.assert(
      fc.property(fc.string(), (random) => {
        const fault = faultOf({ which: { random }, repeat: repeated(6, false) })
        assert.deepEqual(victims(fault, 6), victims(fault, 6))
      }),
    )
    const drawn = victims(faultOf({ which: { random: '1' } }), 60)
    assert.deepEqual([...new Set(drawn)].sort(), NAMES)
  })

  test('is each of them once before any twice when chance is rotated', () => {
    fc.assert(
      fc.property(fc.string(), (random) => {
        const drawn = victims(faultOf({ which: { random }, repeat: repeated(3, true) }), 3)
        assert.deepEqual(drawn.sort(), NAMES)
      }),
    )
  })

  test('is the busiest at that moment, with rotation of those hit least often', () => {
    const inFlight = (name: string) => ({ a: 2, b: 9, c: 9 })[name] ?? 0
    const choose = (rotate: boolean, hit: string[]) =>
      chooseVictim(faultOf({ which: 'busiest', repeat: repeated(5, rotate) }), 1, {
        ...idle,
        names: NAMES,
        inFlight,
        hit,
      })
    assert.equal(choose(false, ['b']), 'b')
    assert.equal(choose(true, ['b']), 'c')
    assert.equal(choose(true, ['b', 'c']), 'a')
    assert.equal(choose(true, ['b', 'c', 'a']), 'b')
  })

  test('is none of those that have left, and follows a pod to its next address', () => {
    const names = ['pod-a', 'pod-b', 'pod-c', 'pod-b@10.0.0.9:80', 'pod-d']
    const gone = (round: number) => (round === 0 ? ['pod-d'] : ['pod-b', 'pod-c'])
    const of = (which: Fault['which'], rotate: boolean) =>
      victims(faultOf({ which, repeat: repeated(4, rotate) }), 4, names, gone)
    assert.deepEqual(of({ replica: 'pod-b' }, false), ['pod-b', ...Array(3).fill('pod-b@10.0.0.9:80')])
    assert.deepEqual(of({ replica: 'pod-b' }, true), ['pod-b', 'pod-b@10.0.0.9:80', 'pod-d', 'pod-a'])
    for (const which of ['busiest', { random: '1' }] as const) {
      for (const rotate of [false, true]) {
        const later = of(which, rotate).slice(1)
        assert.ok(
          later.every((name) => name !== 'pod-b' && name !== 'pod-c'),
          String(later),
        )
      }
    }
  })

  test('is known before the run where it can be', () => {
    assert.deepEqual(possibleVictims(faultOf({ which: { replica: 'c' } }), NAMES), ['c'])
    assert.deepEqual(possibleVictims(faultOf({ which: { replica: 'c' }, repeat: repeated(2, true) }), NAMES), [
      'c',
      'a',
    ])
    assert.deepEqual(possibleVictims(faultOf({ which: { random: '1' } }), NAMES), NAMES)
  })
})
