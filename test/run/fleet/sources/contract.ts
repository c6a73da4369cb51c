import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { Failure } from '../../../../src/base/failure.ts'
import type { ReplicaSource } from '../../../../src/run/fleet/sources/source.ts'
import type { Member } from '../../../../src/run/replica.ts'

/** A source and the world it looks at, in which replicas are at addresses on port 8000. */
export interface SourceWorld {
  source: ReplicaSource
  notes: string[]
  /** From now on these are the addresses; returns once the source has looked. */
  become(addresses: readonly string[]): Promise<void>
  /** From now on the source cannot look; returns once it has tried. */
  breakDown(): Promise<void>
}

export const urls = (members: readonly Member[]): string[] => members.map(({ target }) => target.url).sort()

/** What every source of replicas promises. */
export function describeSource(
  name: string,
  open: (t: TestContext, addresses: readonly string[]) => Promise<SourceWorld>,
): void {
  describe(`replicas by ${name}`, () => {
    test('are all there at first, each with a name of its own and the pattern’s settings', async (t) => {
      const { source } = await open(t, ['10.0.0.2', '10.0.0.1'])
      const members = await source.first()
      assert.deepEqual(urls(members), ['http://10.0.0.1:8000/base', 'http://10.0.0.2:8000/base'])
      assert.equal(new Set(members.map(({ target }) => target.name)).size, 2)
      assert.ok(members.every(({ target }) => target.protocol === 'openai-chat'))
      source.stop()
    })

    test('are at least one, or the run does not begin', async (t) => {
      const { source } = await open(t, [])
      await assert.rejects(source.first(), (error) => error instanceof Failure && error.hint !== undefined)
      source.stop()
    })

    test('join and go, told as the whole list and only when it changes', async (t) => {
      const { source, become } = await open(t, ['10.0.0.1'])
      const names = new Map((await source.first()).map(({ target }) => [target.url, target.name]))
      const told: string[][] = []
      source.watch((members) => {
        told.push(urls(members))
        for (const { target } of members) names.set(target.url, names.get(target.url) ?? target.name)
        assert.ok(members.every(({ target }) => names.get(target.url) === target.name))
      })
      await become(['10.0.0.1'])
      await become(['10.0.0.1', '10.0.0.2'])
      await become(['10.0.0.2'])
      source.stop()
      const [one, two] = ['http://10.0.0.1:8000/base', 'http://10.0.0.2:8000/base']
      assert.deepEqual(told, [[one, two], [two]])
    })

    test('stay while the source cannot look, which is noted', async (t) => {
      const { source, notes, breakDown, become } = await open(t, ['10.0.0.1'])
      await source.first()
      const told: string[][] = []
      source.watch((members) => told.push(urls(members)))
      await breakDown()
      assert.deepEqual(told, [])
      assert.match(notes[0], /the fleet stays as it is$/)
      await become(['10.0.0.3'])
      source.stop()
      assert.deepEqual(told, [['http://10.0.0.3:8000/base']])
    })
  })
}
