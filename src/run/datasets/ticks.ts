/** Seconds since 1970 UTC and, within the second, ticks of 100 ns: apart, because together they exceed 2^53. */
export interface TickTime {
  seconds: number
  ticks: number
}

const TIME =
  /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,7})\d*)?\s*(?:Z|UTC|([+-])(\d{2}):?(\d{2})?)?$/

/** `2023-11-16 18:17:03.9799600`, with or without a zone (none is UTC); undefined when the text is no such time. */
export function parseTicks(text: string): TickTime | undefined {
  const match = TIME.exec(text)
  if (match === null) return undefined
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number)
  const date = new Date(Date.UTC(year, month - 1, day))
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  if (!exists || hour > 23 || minute > 59 || second > 59) return undefined
  const zone = (match[8] === '-' ? -1 : 1) * (Number(match[9] ?? 0) * 3600 + Number(match[10] ?? 0) * 60)
  return {
    seconds: date.getTime() / 1000 + hour * 3600 + minute * 60 + second - zone,
    ticks: Number((match[7] ?? '').padEnd(7, '0')),
  }
}
