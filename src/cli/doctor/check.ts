/** One thing about this host or an endpoint that a load test depends on. */
export interface Examined {
  name: string
  /** `unknown` where this system does not tell. */
  status: 'ok' | 'warn' | 'unknown'
  /** What was found, with its unit. */
  said: string
  /** What to do about it; null when nothing is wrong. */
  hint: string | null
  /** The same as a number, for scripts. */
  value: number | string | null
}

/** What is found is right by a test, or the way out is told. */
export function examined(name: string, value: number | string, said: string, isOk: boolean, hint: string): Examined {
  return { name, status: isOk ? 'ok' : 'warn', said, hint: isOk ? null : hint, value }
}

export const unknown = (name: string, why: string): Examined => ({
  name,
  status: 'unknown',
  said: why,
  hint: null,
  value: null,
})
