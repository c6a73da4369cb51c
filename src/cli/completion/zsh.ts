import type { CommandTree, CompletedCommand, CompletedFlag } from './tree.ts'

export function zshScript({ name, commands }: CommandTree): string {
  return `#compdef ${name}
# ${name} completion for zsh: put this as _${name} into a folder of $fpath
_${name}() {
  local -a commands
  commands=(
${commands.map((command) => `    ${quote(`${command.name}:${command.description}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(caseOf).join('\n')}
  esac
}
if [[ $funcstack[1] == _${name} ]]; then _${name} "$@"; else compdef _${name} ${name}; fi`
}

function caseOf({ name, flags, argument }: CompletedCommand): string {
  const specs = [...flags.map(flagSpec), ...(argument === null ? [] : [`'1:argument:${actionOf(argument)}'`])]
  return `    ${name}) _arguments ${specs.join(' ')} ;;`
}

function flagSpec({ long, short, description, values }: CompletedFlag): string {
  const text = `[${description.replaceAll(/[[\]]/g, '\\$&')}]`
  const action = values && values.length > 0 ? `(${values.join(' ')})` : long.startsWith('--out') ? '_files' : ' '
  const value = values === null ? '' : `:value:${action}`
  return [long, ...(short ? [short] : [])].map((flag) => quote(`*${flag}${text}${value}`)).join(' ')
}

const actionOf = (words: readonly string[]): string => (words.length > 0 ? `(${words.join(' ')})` : '_files')

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
