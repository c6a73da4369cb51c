import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { describe, test } from 'node:test'
import { completionScripts } from '../../src/cli/completion/index.ts'
import { readTree } from '../../src/cli/completion/tree.ts'
import { makeProgram } from '../../src/cli/program.ts'
import { fakeTerminal } from './fake-terminal.ts'

const program = makeProgram(fakeTerminal(), () => {})
const tree = readTree(program)
const has = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0

/** What bash offers for the last of the words. */
function completed(...words: string[]): string[] {
  const list = words.map((word) => `'${word}'`).join(' ')
  const call = `COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _tailgate; printf '%s\\n' "\${COMPREPLY[@]}"`
  const text = execFileSync('bash', ['-c', `${completionScripts.bash(tree)}\n${call}`], { encoding: 'utf8' })
  return text.split('\n').filter((line) => line !== '')
}

describe('shell completion', () => {
  test('of bash completes commands, flags and the values that some flags have', { skip: !has('bash') }, () => {
    assert.deepEqual(completed('tailgate', 'do'), ['doctor'])
    assert.deepEqual(completed('tailgate', 'run', '--du'), ['--duration'])
    assert.deepEqual(completed('tailgate', 'report', 'x', '--format', 'ht'), ['html'])
    assert.deepEqual(completed('tailgate', 'run', '--tokens', ''), ['all', 'sampled', 'none'])
    assert.deepEqual(completed('tailgate', 'completion', 'z'), ['zsh'])
    assert.deepEqual(completed('tailgate', 'run', '--rate', ''), [])
  })

  for (const shell of ['bash', 'zsh', 'fish'] as const) {
    test(`of ${shell} is a script of that shell`, { skip: !has(shell) }, () => {
      const { status, stderr } = spawnSync(shell, ['-n'], { input: completionScripts[shell](tree), encoding: 'utf8' })
      assert.equal(status, 0, stderr)
    })

    test(`of ${shell} leaves no command and no flag out`, () => {
      const script = completionScripts[shell](tree)
      for (const { name, flags } of tree.commands) {
        assert.ok(script.includes(name))
        for (const { long } of flags) assert.ok(script.includes(shell === 'fish' ? `-l ${long.slice(2)}` : long), long)
      }
    })
  }

  test('is printed by the command', async () => {
    const terminal = fakeTerminal()
    await makeProgram(terminal, () => {}).parseAsync(['completion', 'bash'], { from: 'user' })
    assert.equal(terminal.stdout(), completionScripts.bash(tree))
  })
})
