import { NS_PER_S } from '../../base/nanos.ts'

/** A time that passes, to the second: `42 s`, `1 min 12 s`, `2 h 5 min`. */
export function timeText(ns: number): string {
  const seconds = Math.round(ns / NS_PER_S)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return joined(`${minutes} min`, seconds % 60, 's')
  return joined(`${Math.floor(minutes / 60)} h`, minutes % 60, 'min')
}

const joined = (large: string, rest: number, unit: string): string => (rest === 0 ? large : `${large} ${rest} ${unit}`)
