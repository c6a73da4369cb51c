/** The conversation a row says it is part of: a text or a number; nothing where it says none. */
export function sessionOf(value: unknown): { session?: string } {
  if (typeof value === 'number') return { session: String(value) }
  return typeof value === 'string' && value !== '' ? { session: value } : {}
}
