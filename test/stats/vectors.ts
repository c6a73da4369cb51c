import { readFileSync } from 'node:fs'

interface Vector {
  id: string
  tol: number
  // biome-ignore lint/suspicious/noExplicitAny: every vector has its own shape, known to the test that names it
  input: any
  // biome-ignore lint/suspicious/noExplicitAny: see above
  expected: any
}

const file = new URL('../fixtures/methodology-vectors.json', import.meta.url)
const vectors: Vector[] = JSON.parse(readFileSync(file, 'utf8')).vectors

/** The golden vector of that id. Infinity is spelled "+Infinity" in the file and returned as a number. */
export function vector(id: string): Vector {
  const found = vectors.find((each) => each.id === id)
  if (!found) throw new Error(`no vector ${id}`)
  return revive(found) as Vector
}

/** |got − want| <= tol · max(1, |want|), the rule of the vector file. */
export function near(got: number, want: number, tol: number): boolean {
  return got === want || Math.abs(got - want) <= tol * Math.max(1, Math.abs(want))
}

function revive(value: unknown): unknown {
  if (value === '+Infinity') return Number.POSITIVE_INFINITY
  if (Array.isArray(value)) return value.map(revive)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, revive(entry)]))
}
