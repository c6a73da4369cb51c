import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeProgram } from '../../src/cli/program.ts'
import { fakeTerminal } from './fake-terminal.ts'

const sim = (...flags: string[]) =>
  makeProgram(fakeTerminal(), () => {}).parseAsync(['sim', '--port', '0', ...flags], { from: 'user' })

for (const flag of ['--restart', '--load']) {
  for (const text of ['soon', '5', '-5s', '2h']) {
    test(`${flag} ${text} is refused, by the flag's name`, () =>
      assert.rejects(sim(`${flag}=${text}`), (error: { code: string; message: string }) => {
        assert.equal(error.code, 'usage.sim')
        return error.message.startsWith(`${flag}: expected a duration`)
      }))
  }
}

test('--on-terminate takes abort and drain, and nothing else', () =>
  assert.rejects(sim('--on-terminate', 'sulk'), { code: 'commander.invalidArgument' }))

test('--port takes the last port there is for the last replica', () =>
  assert.rejects(sim('--port=65535', '--replicas=2'), { message: /from 0 to 65534, got 65535/ }))
