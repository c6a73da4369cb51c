import type { Failure } from '../base/failure.ts'
import { isMapping, type Path, type ScenarioDocument, spellPath } from './document.ts'
import { issue } from './scenario-failure.ts'

/** A reference to an environment variable, `${env:NAME}`. */
export const ENV_REFERENCE = /\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}/g

/**
 * Issues of a document that refers to the environment where no secret belongs. Anything that shapes the load must
 * stand in the file, or the stored scenario would not say what was run.
 */
export function misplacedEnvironment(document: ScenarioDocument): Failure[] {
  const issues: Failure[] = []
  visit(document.value, [], (text, path) => {
    if (!text.includes('${env:') || isHeader(path)) return
    issues.push(
      issue(
        'env-misplaced',
        `${spellPath(path)}: \${env:…} is for secrets and is read in headers of targets and probes only`,
        document.places.value(path),
        path.includes('apiKey') ? 'write apiKey: { env: NAME }' : 'write the value itself, or override it with --set',
      ),
    )
  })
  return issues
}

function visit(value: unknown, path: Path, see: (text: string, path: Path) => void): void {
  if (typeof value === 'string') see(value, path)
  else if (Array.isArray(value)) value.forEach((item, index) => void visit(item, [...path, index], see))
  else if (isMapping(value)) for (const [key, inner] of Object.entries(value)) visit(inner, [...path, key], see)
}

/** `targets.headers.X`, `targets[0].headers.X` or `probes[0].headers.X`. */
function isHeader(path: Path): boolean {
  const owned = path[0] === 'targets' || (path[0] === 'probes' && typeof path[1] === 'number')
  const below = owned ? path.slice(typeof path[1] === 'number' ? 2 : 1) : []
  return below.length === 2 && below[0] === 'headers'
}
