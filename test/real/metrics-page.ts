/** Samples of a page in the Prometheus text format, by their full name with labels as they stand. */
export type Samples = ReadonlyMap<string, number>

export function parseMetrics(page: string): Samples {
  const samples = new Map<string, number>()
  for (const line of page.split('\n')) {
    const match = /^([a-zA-Z_:][\w:]*(?:\{.*\})?)\s+(\S+)/.exec(line)
    if (match) samples.set(match[1], Number(match[2]))
  }
  return samples
}

export async function readMetrics(url: string): Promise<Samples> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5_000) })
  if (!response.ok) throw new Error(`${url} answers ${response.status}`)
  return parseMetrics(await response.text())
}

/**
 * By how much a counter grew, summed over all its label sets that carry every given label.
 * @throws Error when the page has no such counter: a renamed one must not look like zero
 */
export function growth(before: Samples, after: Samples, name: string, labels: readonly string[] = []): number {
  let sum = 0
  let found = false
  for (const [key, value] of after) {
    if (key !== name && !key.startsWith(`${name}{`)) continue
    if (!labels.every((label) => key.includes(label))) continue
    found = true
    sum += value - (before.get(key) ?? 0)
  }
  if (!found) throw new Error(`the server's metrics have no ${name} ${labels.join(',')}`)
  return sum
}
