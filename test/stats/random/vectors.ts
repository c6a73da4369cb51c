import { readFileSync } from 'node:fs'

/** Golden vectors of the real LoadGen and of NumPy, by section. */
export const mlperf = read('mlperf-vectors.json')
const methodology = read('methodology-vectors.json')

export function methodologyVector(id: string) {
  const found = methodology.vectors.find((vector: { id: string }) => vector.id === id)
  if (!found) throw new Error(`no vector ${id}`)
  return found
}

// biome-ignore lint/suspicious/noExplicitAny: the shape of each section is its test's business
function read(name: string): any {
  return JSON.parse(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8'))
}
