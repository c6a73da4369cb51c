import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromMillis, fromSeconds, type Nanos, nanos } from '../../../src/base/nanos.ts'
import { IdlePool, type Pooled } from '../../../src/run/transport/idle-pool.ts'

class Idle implements Pooled {
  gone = false
  readonly served: boolean
  readonly idleSince: Nanos
  readonly keptFor: Nanos | null

  constructor(idleSince: Nanos, served = true, keptFor: Nanos | null = null) {
    this.idleSince = idleSince
    this.served = served
    this.keptFor = keptFor
  }

  destroy(): void {
    this.gone = true
  }
}

function pooled(...connections: Idle[]): IdlePool<Idle> {
  const pool = new IdlePool<Idle>()
  for (const connection of connections) pool.put(connection)
  return pool
}

test('The connection used last is used first', () => {
  const [a, b] = [new Idle(nanos(0)), new Idle(nanos(1))]
  const pool = pooled(a, b)
  assert.deepEqual([pool.take(nanos(2)), pool.take(nanos(2)), pool.take(nanos(2))], [b, a, undefined])
})

test('A closed connection is passed over', () => {
  const [a, b] = [new Idle(nanos(0)), new Idle(nanos(1))]
  const pool = pooled(a, b)
  b.destroy()
  assert.equal(pool.take(nanos(2)), a)
})

test('A connection that rested as long as servers allow is closed, one that never served is not', () => {
  const [fresh, old] = [new Idle(nanos(0), false), new Idle(nanos(0))]
  const pool = pooled(fresh, old)
  assert.equal(pool.take(fromSeconds(4)), fresh)
  assert.equal(old.gone, true)
})

test('A connection is closed before its server does as announced, and no later than usual', () => {
  const [brief, long] = [new Idle(nanos(0), true, fromSeconds(1)), new Idle(nanos(0), true, fromSeconds(75))]
  assert.equal(pooled(brief).take(fromMillis(799)), brief)
  assert.equal(pooled(brief).take(fromMillis(800)), undefined)
  assert.equal(pooled(long).take(fromMillis(3999)), long)
  assert.equal(pooled(long).take(fromSeconds(4)), undefined)
})

test('Once a server has closed a connection right after its answer, connections rest before they are reused', () => {
  const [fresh, rested, hot] = [new Idle(nanos(0), false), new Idle(nanos(0)), new Idle(fromMillis(8))]
  const pool = pooled(fresh, rested, hot)
  pool.ended(new Idle(fromMillis(9)), fromMillis(10))
  assert.deepEqual(
    [pool.take(fromMillis(10)), pool.take(fromMillis(10)), pool.take(fromMillis(10))],
    [rested, fresh, undefined],
  )
  assert.equal(pool.take(fromMillis(18)), hot)
})

test('A server that closes connections long after the answer changes nothing', () => {
  const hot = new Idle(fromMillis(5000))
  const pool = pooled(hot)
  pool.ended(new Idle(nanos(0)), fromMillis(5000))
  assert.equal(pool.take(fromMillis(5000)), hot)
})
