import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CodeTable } from '../../../src/run/code-table.ts'
import { replicaNames } from '../../../src/run/fleet/replica-name.ts'

const head = (name?: string) => ({
  status: 200,
  header: (asked: string) => (asked === 'x-served-by' ? name : undefined),
})

describe('a gateway’s replicas', () => {
  test('are named by its header, each by one code', () => {
    const names = new CodeTable(['gateway'])
    const nameOf = replicaNames('x-served-by', names)
    assert.deepEqual(
      ['pod-1', 'pod-2', ' pod-1 '].map((name) => nameOf(head(name))),
      [1, 2, 1],
    )
    assert.deepEqual(names.texts, ['gateway', 'pod-1', 'pod-2'])
  })

  test('are nobody where the header is missing, empty or no name', () => {
    const nameOf = replicaNames('x-served-by', new CodeTable())
    assert.deepEqual(
      [undefined, '', 'x'.repeat(129)].map((name) => nameOf(head(name))),
      [-1, -1, -1],
    )
  })

  test('are at most 256, and those keep their codes', () => {
    const names = new CodeTable()
    const nameOf = replicaNames('x-served-by', names)
    for (let i = 0; i < 256; i++) assert.equal(nameOf(head(`request ${i}`)), i)
    assert.equal(nameOf(head('request 256')), -1)
    assert.equal(nameOf(head('request 255')), 255)
    assert.equal(names.texts.length, 256)
  })
})
