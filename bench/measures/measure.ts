/** One line of the table: what was measured, what is wanted and what came out. */
export interface Row {
  figure: string
  bar: string
  value: number
  unit: string
  pass: boolean
  /** What the value is made of. */
  note: string
}

/** One piece of the bench, runnable alone by its name. */
export interface Measure {
  name: string
  run(): Promise<Row[]>
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Runs something a few times, one after another, so that a busy moment of the machine does not decide. */
export async function repeat<T>(times: number, once: () => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let i = 0; i < times; i++) results.push(await once())
  return results
}
