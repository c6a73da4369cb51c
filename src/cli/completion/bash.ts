import type { CommandTree, CompletedCommand } from './tree.ts'

/** Works with the bash 3.2 of macOS too, and without the bash-completion package. */
export function bashScript({ name, commands }: CommandTree): string {
  const names = commands.map((command) => command.name).join(' ')
  return `# ${name} completion for bash: source <(${name} completion bash)
_${name}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words=""
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W "${names} --help --version" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${commands.map(caseOf).join('\n')}
  esac
  if [[ -n "$words" ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    compopt -o default 2>/dev/null
  fi
}
complete -o bashdefault -o default -F _${name} ${name}`
}

function caseOf({ name, flags, argument }: CompletedCommand): string {
  const chosen = flags.filter(({ values }) => values && values.length > 0)
  const any = flags.filter(({ values }) => values && values.length === 0)
  const spell = ({ long, short }: { long: string; short: string | null }) => (short ? `${long}|${short}` : long)
  return [
    `    ${name})`,
    '      case "$previous" in',
    ...chosen.map((flag) => `        ${spell(flag)}) words="${flag.values?.join(' ')}" ;;`),
    ...(any.length > 0 ? [`        ${any.map(spell).join('|')}) ;;`] : []),
    '        *)',
    `          if [[ "$current" == -* ]]; then words="${flags.map(({ long }) => long).join(' ')}"`,
    `          else words="${argument?.join(' ') ?? ''}"; fi ;;`,
    '      esac ;;',
  ].join('\n')
}
