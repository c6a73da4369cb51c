import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Fault } from '../../../../src/model/fault.ts'
import { createMethod } from '../../../../src/run/faults/methods/index.ts'
import type { Method, Mission } from '../../../../src/run/faults/methods/method.ts'
import { performUndo } from '../../../../src/run/faults/perform-undo.ts'
import { faultOf } from '../stage.ts'

/** A world that one method can harm. */
export interface Scene {
  action: Fault['action']
  target: Mission['target']
  proxy?: Mission['proxy']
  harmed(): boolean | Promise<boolean>
  end(): void | Promise<void>
}

export interface Case {
  title: string
  /** As the log calls it. */
  name: string
  /** How it is described to people. */
  describes: RegExp
  scene(): Promise<Scene>
  /** What its undo leaves; by default nothing of the harm. */
  staysHarmed?: boolean
}

/** Everything a way to do harm promises, whatever its kind. */
export function methodContract({ title, name, describes, scene, staysHarmed = false }: Case): void {
  const play = async (part: (method: Method, scene: Scene) => Promise<void>): Promise<void> => {
    const set = await scene()
    const { action, target, proxy = null } = set
    const method = createMethod({ fault: faultOf({ action }), action, target, others: [], proxy })
    try {
      await method.prepare()
      await part(method, set)
    } finally {
      await set.end()
    }
  }

  describe(title, () => {
    test('harms nobody while it is prepared, and says what it would do', async () => {
      await play(async (method, { harmed }) => {
        assert.equal(await harmed(), false)
        assert.equal(method.name, name)
        assert.match(method.describe(), describes)
        assert.ok(method.readBack.length > 0)
      })
    })

    test('stamps once, before the harm, and is then read back', async () => {
      await play(async (method, { harmed }) => {
        let stamps = 0
        let harmedAtStamp: boolean | Promise<boolean> = true
        await method.inject(() => {
          stamps++
          harmedAtStamp = harmed()
        })
        let seen = await method.confirm()
        while (!seen.took) seen = await method.confirm()
        assert.equal(stamps, 1)
        assert.equal(await harmedAtStamp, false)
        assert.equal(await harmed(), true)
        assert.ok(seen.what.length > 0)
      })
    })

    test('is undone by plain data that another process could act on', async () => {
      await play(async (method, { harmed, proxy = null }) => {
        await method.inject(() => {})
        while (!(await method.confirm()).took);
        const { undo } = method
        if (undo !== null) await performUndo(JSON.parse(JSON.stringify(undo)), proxy)
        assert.equal(await harmed(), staysHarmed)
      })
    })
  })
}
