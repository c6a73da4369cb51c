import type { Failure } from '../../base/failure.ts'
import { type Path, type ScenarioDocument, spellPath, valueAt } from '../document.ts'
import { issue } from '../scenario-failure.ts'

/** What is found while a scenario is resolved: everything is looked at before anything is refused. */
export interface Inspection {
  /** Refuses what stands at a path, or, where nothing does, what lacks it. */
  refuse(path: Path, message: string, hint?: string): void
  /** Takes over what another reader found wrong. */
  add(failure: Failure): void
  warn(message: string): void
  readonly issues: readonly Failure[]
  readonly warnings: readonly string[]
}

export function inspect(document: ScenarioDocument): Inspection {
  const issues: Failure[] = []
  const warnings: string[] = []
  return {
    issues,
    warnings,
    refuse(path, message, hint) {
      const present = valueAt(document.value, path) !== undefined
      const place = present ? document.places.key(path) : document.places.value(path)
      issues.push(issue('impossible', `${spellPath(path)}: ${message}`, place, hint))
    },
    add(failure) {
      issues.push(failure)
    },
    warn(message) {
      warnings.push(message)
    },
  }
}
