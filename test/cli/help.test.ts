import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { makeProgram } from '../../src/cli/program.ts'
import { fakeTerminal } from './fake-terminal.ts'

const NAMES = ['run', 'demo', 'init', 'validate', 'plan', 'report', 'doctor', 'sim', 'completion']

async function helpOf(args: readonly string[]): Promise<string> {
  const terminal = fakeTerminal()
  const program = makeProgram(terminal, () => {})
  await assert.rejects(program.parseAsync([...args, '--help'], { from: 'user' }), { exitCode: 0 })
  return terminal.stdout()
}

describe('--help', () => {
  test('lists every command', async () => {
    const program = makeProgram(fakeTerminal(), () => {})
    assert.deepEqual(
      program.commands.map((command) => command.name()),
      NAMES,
    )
    const help = await helpOf([])
    for (const name of NAMES) assert.match(help, new RegExp(`^  ${name} `, 'm'))
    assert.match(help, /Exit codes:/)
  })

  for (const name of NAMES) {
    test(`of ${name} says how it is used, with an example`, async () => {
      const help = await helpOf([name])
      assert.match(help, new RegExp(`Usage: tailgate ${name}`))
      assert.match(help, new RegExp(`Examples:\\n(.*\\n)*.*tailgate ${name}`))
    })
  }

  test('is pointed to where a flag is not known, with the nearest that is', async () => {
    const terminal = fakeTerminal()
    const program = makeProgram(terminal, () => {})
    await assert.rejects(program.parseAsync(['run', 'x.yaml', '--ratee', '5/s'], { from: 'user' }), { exitCode: 1 })
    assert.match(terminal.stderr(), /Did you mean --rate\?/)
  })
})
