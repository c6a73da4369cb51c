import type { Terminal } from '../../src/cli/terminal.ts'

export interface FakeTerminal extends Terminal {
  stdout(): string
  stderr(): string
}

/** A terminal nobody watches, which remembers what it was told. */
export function fakeTerminal(): FakeTerminal {
  const [out, err]: string[][] = [[], []]
  return {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    width: 80,
    height: 24,
    interactive: false,
    color: false,
    outInteractive: false,
    outColor: false,
    stdout: () => out.join('\n'),
    stderr: () => err.join('\n'),
  }
}
