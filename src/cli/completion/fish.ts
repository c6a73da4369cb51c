import type { CommandTree, CompletedCommand, CompletedFlag } from './tree.ts'

export function fishScript({ name, commands }: CommandTree): string {
  const first = `complete -c ${name} -n __fish_use_subcommand -f`
  return [
    `# ${name} completion for fish: ~/.config/fish/completions/${name}.fish`,
    ...commands.map((command) => `${first} -a ${command.name} -d ${quote(command.description)}`),
    ...commands.flatMap((command) => linesOf(name, command)),
  ].join('\n')
}

function linesOf(program: string, { name, flags, argument }: CompletedCommand): string[] {
  const within = `complete -c ${program} -n '__fish_seen_subcommand_from ${name}'`
  const words = argument && argument.length > 0 ? [`${within} -f -a ${quote(argument.join(' '))}`] : []
  return [...words, ...flags.map((flag) => `${within} ${flagSpec(flag)}`)]
}

function flagSpec({ long, short, description, values }: CompletedFlag): string {
  const names = [`-l ${long.slice(2)}`, ...(short ? [`-s ${short.slice(1)}`] : [])]
  const takes = values === null ? [] : values.length > 0 ? [`-x -a ${quote(values.join(' '))}`] : ['-r']
  return [...names, ...takes, `-d ${quote(description)}`].join(' ')
}

const quote = (text: string): string => `'${text.replaceAll(/['\\]/g, '\\$&')}'`
