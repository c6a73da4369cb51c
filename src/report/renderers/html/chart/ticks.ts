/** Round values in even steps from `low` up to the first at or past `high`, about `count` of them. */
export function evenTicks(low: number, high: number, count: number): number[] {
  const step = roundStep((high - low) / count)
  const ticks: number[] = []
  for (let k = Math.ceil(low / step); ; k++) {
    const value = k * step
    ticks.push(Number(value.toPrecision(12)))
    if (value >= high - step * 1e-9 || ticks.length > 4 * count) return ticks
  }
}

/** 1, 2 and 5 of every decade, from the last at or below `low` to the first at or above `high`. */
export function decadeTicks(low: number, high: number): number[] {
  const ticks: number[] = []
  for (let decade = Math.floor(Math.log10(low)); decade <= Math.ceil(Math.log10(high)); decade++) {
    for (const digit of [1, 2, 5]) ticks.push(Number(`${digit}e${decade}`))
  }
  const first = ticks.findLastIndex((tick) => tick <= low)
  const last = ticks.findIndex((tick) => tick >= high)
  return ticks.slice(Math.max(0, first), last < 0 ? undefined : last + 1)
}

/** At most `most` of them: whole decades first, then every second, third, … */
export function thin(ticks: readonly number[], most: number): number[] {
  if (ticks.length <= most) return [...ticks]
  const decades = ticks.filter((tick) => /^1(e|0*$)/.test(String(tick)))
  if (decades.length >= 2 && decades.length <= most) return decades
  const stride = Math.ceil(ticks.length / most)
  return ticks.filter((_, i) => i % stride === 0)
}

function roundStep(rough: number): number {
  const size = 10 ** Math.floor(Math.log10(rough))
  const digit = rough / size
  return size * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10)
}
