import { Argument, type Command } from 'commander'
import type { Shell } from '../shell.ts'

const SHELLS = ['bash', 'zsh', 'fish'] as const
export type ShellName = (typeof SHELLS)[number]

export function declareCompletion(program: Command, { terminal }: Shell): void {
  program
    .command('completion')
    .description('print a script that makes a shell complete tailgate’s commands and flags')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .addHelpText('after', EXAMPLES)
    .action(async (shell: ShellName) => {
      const { completionScripts } = await import('../completion/index.ts')
      const { readTree } = await import('../completion/tree.ts')
      terminal.out(completionScripts[shell](readTree(program)))
    })
}

const EXAMPLES = `
Examples:
  source <(tailgate completion bash)
  tailgate completion zsh > "\${fpath[1]}/_tailgate"
  tailgate completion fish > ~/.config/fish/completions/tailgate.fish`
