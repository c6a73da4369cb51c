import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Balancer } from '../../../../src/run/fleet/balancers/balancer.ts'
import { balancers } from '../../../../src/run/fleet/balancers/index.ts'
import { hashText } from '../../../../src/run/fleet/hash.ts'
import { describeBalancers } from '../contract.ts'
import { ask, asks, balance, FakeFleet } from '../fake-fleet.ts'

describeBalancers()

describe('round robin', () => {
  test('chooses by the number of the request alone', () => {
    const balancer = balancers['round-robin'](balance(), new FakeFleet(3), 1)
    assert.deepEqual(
      [7, 0, 1, 2, 3, 7].map((request) => balancer.pick(ask(request))),
      [1, 0, 1, 2, 0, 1],
    )
  })

  test('shares the turns of replicas that are out evenly among the others', () => {
    const share = (size: number, out: readonly number[]) => {
      const fleet = new FakeFleet(size)
      for (const each of out) fleet.out.add(each)
      const balancer = balancers['round-robin'](balance(), fleet, 0)
      const counts = new Array<number>(size).fill(0)
      for (const each of asks(1200)) counts[balancer.pick(each)]++
      return counts
    }
    assert.deepEqual(share(3, [2]), [600, 600, 0])
    assert.deepEqual(share(4, [1, 2]), [600, 0, 0, 600])
    assert.deepEqual(share(4, [3]), [400, 400, 400, 0])
  })

  test('shares a second attempt out as well, away from where the first one went', () => {
    const balancer = balancers['round-robin'](balance(), new FakeFleet(3), 0)
    const again = asks(600).map(({ request }) => balancer.pick(ask(request, { not: request % 3 })))
    assert.deepEqual(
      [0, 1, 2].map((replica) => again.filter((each) => each === replica).length),
      [200, 200, 200],
    )
  })
})

describe('random', () => {
  test('spreads 10^5 requests by weight, within chi-square', () => {
    const fleet = new FakeFleet(5)
    fleet.weights.push(1, 2, 3, 4, 0)
    const balancer = balancers.random(balance(), fleet, 0)
    const counts = [0, 0, 0, 0, 0]
    for (const each of asks(100_000)) counts[balancer.pick(each)]++
    assert.equal(counts[4], 0)
    const chiSquare = [1, 2, 3, 4].reduce((sum, w, i) => sum + (counts[i] - w * 10_000) ** 2 / (w * 10_000), 0)
    assert.ok(chiSquare < 16.27, `${chiSquare} of 3 degrees of freedom: p < 0.001`)
  })

  test('draws differently in each lane', () => {
    const picks = [0, 1].map((lane) => {
      const balancer = balancers.random(balance(), new FakeFleet(8), lane)
      return asks(50).map((each) => balancer.pick(each))
    })
    assert.notDeepEqual(picks[0], picks[1])
  })
})

describe('least requests', () => {
  test('levels the requests in flight, wherever it starts', () => {
    const fleet = new FakeFleet(4)
    fleet.inFlights = [9, 0, 4, 0]
    const balancer = balancers['least-requests'](balance(), fleet, 0)
    for (const each of asks(27)) fleet.inFlights[balancer.pick(each)]++
    assert.deepEqual(fleet.inFlights, [10, 10, 10, 10])
  })

  test('breaks ties by chance, so that no replica of an idle fleet gets more', () => {
    const balancer = balancers['least-requests'](balance(), new FakeFleet(4), 0)
    const counts = [0, 0, 0, 0]
    for (const each of asks(8000)) counts[balancer.pick(each)]++
    const chiSquare = counts.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0)
    assert.ok(chiSquare < 16.27, `${counts}`)
  })
})

describe('least tokens', () => {
  test('weighs a long request as many short ones', () => {
    const fleet = new FakeFleet(2)
    const balancer = balancers['least-tokens'](balance(), fleet, 0)
    const first = balancer.pick(ask(0))
    fleet.tokensAsked[first] = 1000
    for (let i = 0; i < 9; i++) {
      const picked = balancer.pick(ask(i))
      assert.equal(picked, 1 - first)
      fleet.tokensAsked[picked] += 100
    }
  })
})

describe('power of two choices', () => {
  test('never takes the fullest, which loses against whatever it is drawn with', () => {
    const fleet = new FakeFleet(4)
    fleet.inFlights = [1, 5, 2, 3]
    const balancer = balancers['power-of-two'](balance(), fleet, 0)
    const counts = [0, 0, 0, 0]
    for (const each of asks(6000)) counts[balancer.pick(each)]++
    assert.equal(counts[1], 0)
    // Of the six pairs the least loaded wins three, the next two, the third one.
    const expected = [3000, 0, 2000, 1000]
    assert.ok(counts.every((count, i) => Math.abs(count - expected[i]) < 200))
  })
})

const KEYS = Array.from({ length: 3000 }, (_, i) => hashText(`key ${i}`))

for (const policy of ['session', 'prefix'] as const) {
  const place = (balancer: Balancer) => KEYS.map((key) => balancer.pick(ask(0, { [policy]: key })))

  describe(`affinity by ${policy}`, () => {
    test('keeps a key on its replica, whatever else is asked', () => {
      const balancer = balancers[policy](balance(), new FakeFleet(6), 0)
      assert.deepEqual(place(balancer), place(balancer))
    })

    test('agrees between lanes', () => {
      const [one, other] = [0, 1].map((lane) => balancers[policy](balance(), new FakeFleet(6), lane))
      assert.deepEqual(place(one), place(other))
    })

    test('moves only the keys of a replica that goes, about one in K, and gets them back', () => {
      fc.assert(
        fc.property(fc.integer({ min: 2, max: 12 }), fc.nat(11), (size, gone) => {
          fc.pre(gone < size)
          const fleet = new FakeFleet(size)
          const balancer = balancers[policy](balance(), fleet, 0)
          const before = place(balancer)
          fleet.out.add(gone)
          const without = place(balancer)
          assert.ok(before.every((replica, i) => (replica === gone) !== (replica === without[i])))
          const moved = before.filter((replica, i) => replica !== without[i]).length
          assert.ok(moved < (1.4 * KEYS.length) / size, `${moved} of ${KEYS.length} keys moved with ${size} replicas`)
          fleet.out.clear()
          assert.deepEqual(place(balancer), before)
        }),
        { numRuns: 25 },
      )
    })

    test('lets a replica that joins take keys from all others and move none between them', () => {
      const fleet = new FakeFleet(5)
      const balancer = balancers[policy](balance(), fleet, 0)
      const before = place(balancer)
      fleet.grow()
      const after = place(balancer)
      assert.ok(after.every((replica, i) => replica === before[i] || replica === 5))
      assert.equal(new Set(before.filter((_, i) => after[i] === 5)).size, 5)
    })

    test('passes over a replica with more than `overload` times the mean in flight', () => {
      const fleet = new FakeFleet(4)
      const balancer = balancers[policy](balance({ overload: 1.5 }), fleet, 0)
      const home = balancer.pick(ask(0))
      fleet.inFlights = [10, 10, 10, 10]
      fleet.inFlights[home] = 18
      assert.equal(balancer.pick(ask(0)), home, '18 is 1.5 times the mean of 12')
      fleet.inFlights[home] = 19
      assert.notEqual(balancer.pick(ask(0)), home)
    })

    test('keeps keys together in a nearly idle fleet', () => {
      const fleet = new FakeFleet(4)
      const balancer = balancers[policy](balance(), fleet, 0)
      const home = balancer.pick(ask(0))
      fleet.inFlights[home] = 1
      assert.equal(balancer.pick(ask(0)), home)
    })
  })
}
