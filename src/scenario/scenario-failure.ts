import { EXIT, Failure, type Place } from '../base/failure.ts'

/**
 * Every issue of one scenario at once. With a single issue it reads as that issue; with several, the message lists all
 * of them in full, each with its place and line.
 */
export class ScenarioFailure extends Failure {
  readonly issues: readonly Failure[]

  /** @param issues at least one */
  constructor(issues: readonly Failure[]) {
    const sorted = [...issues].sort(byPlace)
    const [first] = sorted
    if (issues.length === 1) {
      super(first.code, first.message, { exit: EXIT.usage, place: first.place, hint: first.hint, cause: first.cause })
    } else {
      super('scenario.issues', [`${issues.length} problems`, ...sorted.map(spell)].join('\n'), { exit: EXIT.usage })
    }
    this.issues = sorted
  }
}

/** One issue of a scenario, ready to be collected. */
export function issue(code: string, message: string, place: Place, hint?: string): Failure {
  return new Failure(`scenario.${code}`, message, { exit: EXIT.usage, place, hint })
}

function spell(failure: Failure): string {
  const lines = [`${failure.place ? `${spellPlace(failure.place)}: ` : ''}${failure.message}`]
  if (failure.place?.source !== undefined) lines.push(`    ${failure.place.source.trim()}`)
  if (failure.hint) lines.push(`    ${failure.hint}`)
  return lines.join('\n')
}

function spellPlace(place: Place): string {
  return [place.file, place.line, place.column].filter((part) => part !== undefined).join(':')
}

function byPlace({ place: a }: Failure, { place: b }: Failure): number {
  if (a?.file !== b?.file) return 0
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0)
}
