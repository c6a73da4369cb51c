import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { nanos } from '../../../src/base/nanos.ts'
import { adopt } from '../../../src/run/fleet/adopt.ts'
import { MOST_REPLICAS, newFleetMemory } from '../../../src/run/fleet/fleet-memory.ts'
import { FleetState, type TargetChange } from '../../../src/run/fleet/fleet-state.ts'
import type { ReplicaSource } from '../../../src/run/fleet/sources/source.ts'
import { balance } from './fake-fleet.ts'
import { member } from './member.ts'

const SOURCE = { why: { joined: 'seen', gone: 'missed' } } as ReplicaSource
const members = (...names: string[]) => names.map((name) => member({ name }))

function open(names: string[]) {
  const told: TargetChange[] = []
  const fleet = new FleetState({
    memory: newFleetMemory(),
    settings: { ejection: null, balance: balance() },
    names,
    clock: () => nanos(0),
    tell: (change) => told.push(change),
  })
  return { fleet, told }
}

describe('a fleet that follows its source', () => {
  test('gives new replicas a place and sends those that are missed away, each with its cause', () => {
    const { fleet, told } = open(['a', 'b'])
    const added = adopt(fleet, members('b', 'd', 'c'), SOURCE, () => {})
    assert.deepEqual(
      added.map(({ target }) => target.name),
      ['d', 'c'],
    )
    assert.deepEqual(
      told.map(({ replica, state, because }) => `${replica} ${state}: ${because}`),
      ['a gone: missed', 'd joined: seen', 'c joined: seen'],
    )
  })

  test('knows a replica again that was away', () => {
    const { fleet, told } = open(['a', 'b'])
    adopt(fleet, members('b'), SOURCE, () => {})
    assert.deepEqual(
      adopt(fleet, members('a', 'b'), SOURCE, () => {}),
      [],
    )
    assert.ok(fleet.usable(0))
    assert.equal(told.at(-1)?.state, 'joined')
  })

  test('is told nothing where nothing has changed', () => {
    const { fleet, told } = open(['a', 'b'])
    assert.deepEqual(
      adopt(fleet, members('b', 'a'), SOURCE, () => {}),
      [],
    )
    assert.deepEqual(told, [])
  })

  test('notes a replica it has no place for', () => {
    const names = Array.from({ length: MOST_REPLICAS }, (_, i) => `r${i}`)
    const { fleet } = open(names)
    const notes: string[] = []
    assert.deepEqual(
      adopt(fleet, members(...names, 'late'), SOURCE, (text) => notes.push(text)),
      [],
    )
    assert.match(notes[0], /^late gets no requests/)
  })
})
