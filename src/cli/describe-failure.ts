import type { Failure } from '../base/failure.ts'

const RED = '\x1b[31m'
const BOLD = '\x1b[1m'
const PLAIN = '\x1b[0m'

/** A failure as a person reads it: what, where with the line itself, and the way out. */
export function describeFailure(failure: Failure, color: boolean): string {
  const paint = (style: string, text: string) => (color ? `${style}${text}${PLAIN}` : text)
  const lines = [`${paint(RED + BOLD, 'error')} ${failure.message}`]
  const { place, hint } = failure
  if (place !== undefined) {
    const position = [place.file, place.line, place.column].filter((part) => part !== undefined).join(':')
    if (!failure.message.includes(position)) lines.push(`  at ${position}`)
    if (place.source !== undefined && !failure.message.includes(place.source)) {
      lines.push(`  | ${place.source}`)
      if (place.column !== undefined) lines.push(`  | ${' '.repeat(place.column - 1)}^`)
    }
  }
  if (hint !== undefined) lines.push(`  ${paint(BOLD, 'hint')} ${hint}`)
  return lines.join('\n')
}

/** What to say of an error nobody foresaw. */
export function describeBug(error: unknown): string {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `tailgate met an error of its own making. Please report it with these lines:\n${trace}`
}
