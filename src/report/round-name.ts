import type { Impact } from '../model/impact.ts'

/** What a round of a fault is called in a table: by its fault and replica, and by its number where there are several. */
export function roundName({ fault, round, replica }: Impact, all: readonly Impact[]): string {
  const several = all.filter((other) => other.fault === fault).length > 1
  return `${several ? `${fault} ${round + 1}` : fault}: ${replica}`
}
