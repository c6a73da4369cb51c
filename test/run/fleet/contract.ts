import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { BALANCERS } from '../../../src/model/fleet.ts'
import { balancers } from '../../../src/run/fleet/balancers/index.ts'
import { ask, asks, balance, FakeFleet } from './fake-fleet.ts'

/** What every policy promises, whatever it optimizes. */
export function describeBalancers(): void {
  for (const name of BALANCERS) {
    describe(`the balancer ${name}`, () => {
      const open = (fleet: FakeFleet, lane = 0) => balancers[name](balance({ policy: name }), fleet, lane)

      test('picks usable replicas alone, in any state of the fleet', () => {
        fc.assert(
          fc.property(fleets(), fc.nat(1e6), (fleet, request) => {
            const picked = open(fleet).pick(ask(request))
            assert.ok(Number.isInteger(picked) && picked >= 0 && picked < fleet.size)
            if (fleet.out.size < fleet.size) assert.ok(fleet.usable(picked))
          }),
        )
      })

      test('takes the replica tried before only where it is the only usable one', () => {
        fc.assert(
          fc.property(fleets(), fc.nat(1e6), fc.nat(7), (fleet, request, not) => {
            fc.pre(not < fleet.size)
            const picked = open(fleet).pick(ask(request, { not }))
            const others = Array.from({ length: fleet.size }, (_, i) => i).filter((i) => i !== not && fleet.usable(i))
            if (others.length > 0) assert.ok(others.includes(picked))
            else if (fleet.usable(not)) assert.equal(picked, not)
            else assert.ok(fleet.size === 1 || picked !== not)
          }),
        )
      })

      test('places requests on all replicas where none is usable', () => {
        const fleet = new FakeFleet(4)
        for (let i = 0; i < 4; i++) fleet.out.add(i)
        const balancer = open(fleet)
        const picked = new Set(asks(400).map((each) => balancer.pick(each)))
        assert.equal(picked.size, 4)
      })

      test('places no request on a replica that is gone while one is there, usable or not', () => {
        const fleet = new FakeFleet(5)
        for (const each of [1, 4]) fleet.out.add(each)
        for (const each of [0, 2, 3]) fleet.gone.add(each)
        const balancer = open(fleet)
        assert.deepEqual([...new Set(asks(400).map((each) => balancer.pick(each)))].sort(), [1, 4])
        fleet.gone.add(4)
        assert.deepEqual([...new Set(asks(40, { not: 1 }).map((each) => balancer.pick(each)))], [1])
        fleet.out.clear()
        fleet.gone.add(1)
        assert.equal(new Set(asks(400).map((each) => balancer.pick(each))).size, 5)
      })

      test('with the same seed and lane picks the same', () => {
        const one = open(new FakeFleet(5), 3)
        const other = open(new FakeFleet(5), 3)
        const picks = asks(200)
        assert.deepEqual(
          picks.map((each) => one.pick(each)),
          picks.map((each) => other.pick(each)),
        )
      })

      test('leaves no replica of an idle fleet out', () => {
        const balancer = open(new FakeFleet(8))
        const counts = new Array(8).fill(0)
        for (const each of asks(4000)) counts[balancer.pick(each)]++
        assert.ok(Math.min(...counts) > 250, `of 4000: ${counts}`)
      })

      test('uses a replica that joins between two picks, and more of them than it first had room for', () => {
        const fleet = new FakeFleet(2)
        const balancer = open(fleet)
        balancer.pick(ask(0))
        while (fleet.size < 40) fleet.grow()
        const picked = new Set(asks(4000).map((each) => balancer.pick(each)))
        assert.equal(picked.size, 40)
      })

      test('places warm-up requests too, which count downwards from −1', () => {
        const balancer = open(new FakeFleet(3))
        for (let request = -1; request > -20; request--) assert.ok([0, 1, 2].includes(balancer.pick(ask(request))))
      })
    })
  }
}

const fleets = (): fc.Arbitrary<FakeFleet> =>
  fc
    .array(fc.record({ out: fc.boolean(), inFlight: fc.nat(20), tokens: fc.nat(5000), weight: fc.nat(3) }), {
      minLength: 1,
      maxLength: 8,
    })
    .map((replicas) => {
      const fleet = new FakeFleet(replicas.length)
      replicas.forEach(({ out, inFlight, tokens, weight }, i) => {
        if (out) fleet.out.add(i)
        fleet.inFlights[i] = inFlight
        fleet.tokensAsked[i] = tokens
        fleet.weights[i] = weight
      })
      return fleet
    })
