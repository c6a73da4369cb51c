import { bashScript } from './bash.ts'
import { fishScript } from './fish.ts'
import type { CommandTree } from './tree.ts'
import { zshScript } from './zsh.ts'

export const completionScripts: { readonly [shell in 'bash' | 'zsh' | 'fish']: (tree: CommandTree) => string } = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
}
