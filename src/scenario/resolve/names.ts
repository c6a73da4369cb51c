/**
 * Gives each of a list its own name: those given as they are, the others their default, counted on where it is taken
 * (`kill`, `kill-2`).
 * @param refuse told of each given name that is given twice
 */
export function defaultNames(
  wanted: readonly (string | { default: string })[],
  refuse: (index: number, name: string) => void,
): string[] {
  const taken = new Set<string>()
  for (const [index, name] of wanted.entries()) {
    if (typeof name !== 'string') continue
    if (taken.has(name)) refuse(index, name)
    taken.add(name)
  }
  return wanted.map((name) => {
    if (typeof name === 'string') return name
    let free = name.default
    for (let count = 2; taken.has(free); count++) free = `${name.default}-${count}`
    taken.add(free)
    return free
  })
}
