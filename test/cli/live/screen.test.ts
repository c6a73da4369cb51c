import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Screen } from '../../../src/cli/live/screen.ts'
import { TerminalEmulator } from './terminal-emulator.ts'

const before = ['$ tailgate run gate.yaml', 'warning: one thing']

function shown(width = 40, height = 8) {
  const terminal = new TerminalEmulator(width, height)
  for (const line of before) terminal.err(`${line}\n`)
  return { terminal, screen: new Screen(terminal) }
}

describe('a block painted in place', () => {
  test('a frame takes the place of the one before, in one write', () => {
    const { terminal, screen } = shown()
    screen.paint(['one', 'a longer line', 'three'])
    const writes = terminal.writes
    screen.paint(['uno', 'two', 'tres'])
    assert.deepEqual(terminal.text, [...before, 'uno', 'two', 'tres'])
    assert.equal(terminal.writes, writes + 1)
    screen.close()
  })

  test('a shorter block leaves nothing of a longer one', () => {
    const { terminal, screen } = shown()
    screen.paint(['one', 'two', 'three'])
    screen.paint(['uno'])
    assert.deepEqual(terminal.text, [...before, 'uno'])
    screen.close()
  })

  test('it stays in place at the foot of a window that scrolls', () => {
    const { terminal, screen } = shown(40, 4)
    for (let frame = 0; frame < 5; frame++) screen.paint([`frame ${frame}`, 'b', 'c'])
    assert.deepEqual(terminal.text, [...before, 'frame 4', 'b', 'c'])
    screen.close()
  })

  test('a line said stands above the block and stays', () => {
    const { terminal, screen } = shown()
    screen.paint(['one', 'two'])
    screen.say('replica-1 is down', ['one', 'two'])
    screen.paint(['uno', 'dos'])
    assert.deepEqual(terminal.text, [...before, 'replica-1 is down', 'uno', 'dos'])
    screen.close()
    assert.deepEqual(terminal.text, [...before, 'replica-1 is down'])
  })

  test('a long line said may wrap, while the block’s lines never do', () => {
    const { terminal, screen } = shown(10, 12)
    screen.paint(['0123456789abc', 'two'])
    screen.say('0123456789abc', ['0123456789abc', 'two'])
    assert.deepEqual(terminal.text.slice(-4), ['0123456789', 'abc', '012345678c', 'two'])
    screen.close()
  })

  test('the cursor is hidden while it is painted, and shown again at its end', () => {
    const { terminal, screen } = shown()
    screen.paint(['one'])
    assert.deepEqual([terminal.cursorShown, terminal.wraps], [false, false])
    screen.close()
    assert.deepEqual([terminal.cursorShown, terminal.wraps], [true, true])
    assert.deepEqual(terminal.text, before)
  })

  test('what is written after the end goes where the block began', () => {
    const { terminal, screen } = shown()
    screen.paint(['one', 'two'])
    screen.close()
    terminal.err('report\n')
    assert.deepEqual(terminal.text, [...before, 'report'])
  })

  test('a process that ends in mid-run gives the cursor back', () => {
    const { terminal, screen } = shown()
    const others = process.listeners('exit')
    screen.paint(['one'])
    const added = process.listeners('exit').filter((listener) => !others.includes(listener))
    assert.equal(added.length, 1)
    added[0](130)
    assert.deepEqual([terminal.cursorShown, terminal.wraps], [true, true])
    assert.deepEqual(terminal.text, [...before, 'one'])
    screen.close()
    assert.deepEqual(process.listeners('exit'), others)
  })

  test('a window made narrower in mid-run is painted over without a trace', () => {
    const { terminal, screen } = shown(40, 12)
    screen.paint(['a line of thirty characters ok', 'two'])
    terminal.resize(16)
    screen.paint(['short', 'two'])
    const rewrapped = before.flatMap((line) => [line.slice(0, 16), line.slice(16)]).filter((line) => line !== '')
    assert.deepEqual(
      terminal.text,
      [...rewrapped, 'short', 'two'].map((line) => line.trimEnd()),
    )
    screen.close()
  })

  test('closing what was never painted writes nothing', () => {
    const terminal = new TerminalEmulator(40, 8)
    new Screen(terminal).close()
    assert.equal(terminal.writes, 0)
  })
})
