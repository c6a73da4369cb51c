import type { Member } from '../../replica.ts'

/** Who a source last said is in, each once. */
export class Roster {
  #names: ReadonlySet<string> = new Set()

  /** @returns the members without those named before in the same list */
  update(members: readonly Member[]): Member[] {
    const byName = new Map<string, Member>()
    for (const member of members) if (!byName.has(member.target.name)) byName.set(member.target.name, member)
    this.#names = new Set(byName.keys())
    return [...byName.values()]
  }

  differs(members: readonly Member[]): boolean {
    const names = new Set(members.map(({ target }) => target.name))
    return names.size !== this.#names.size || [...names].some((name) => !this.#names.has(name))
  }
}
