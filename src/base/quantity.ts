import type { Nanos } from './nanos.ts'

const NS_PER_UNIT: Readonly<{ [unit: string]: number }> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  min: 60e9,
  h: 3600e9,
}

const NUMBER = String.raw`([0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?)`
const DURATION = new RegExp(String.raw`^${NUMBER}\s*(ns|us|µs|ms|s|m|min|h)$`)
const RATE = new RegExp(String.raw`^${NUMBER}\s*/\s*(s|m|min|h)$`)
const SHARE = new RegExp(String.raw`^${NUMBER}\s*%$`)
const COUNT = new RegExp(String.raw`^${NUMBER}\s*([kM]?)$`)

/** A reader of numbers with one of these units, in the unit of size 1; undefined for any other text. */
function inUnits(sizes: { readonly [unit: string]: number }): (text: string) => number | undefined {
  const shape = new RegExp(String.raw`^${NUMBER}\s*(${Object.keys(sizes).join('|')})$`)
  return (text) => {
    const match = shape.exec(text.trim())
    return match ? Number(match[1]) * sizes[match[2]] : undefined
  }
}

/** `500ms`, `1.5s`, `10m` → integer nanoseconds; undefined when the text is no duration. */
export function parseDuration(text: string): Nanos | undefined {
  const match = DURATION.exec(text.trim())
  return match ? (Math.round(Number(match[1]) * NS_PER_UNIT[match[2]]) as Nanos) : undefined
}

/** `20/s`, `600/min` → per second. */
export function parseRate(text: string): number | undefined {
  const match = RATE.exec(text.trim())
  return match ? Number(match[1]) / (NS_PER_UNIT[match[2]] / 1e9) : undefined
}

/** `99%` → 0.99, `99.9%` → 0.999: the nearest number to the decimal, which a division by 100 is not always. */
export function parseShare(text: string): number | undefined {
  const match = SHARE.exec(text.trim())
  if (!match) return undefined
  const [digits, exponent = '0'] = match[1].split('e')
  return Number(`${digits}e${Number(exponent) - 2}`)
}

const BYTES = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 }

/** `64MiB` → bytes. */
export const parseBytes = inUnits(BYTES)

/** `10 kB/s` → bytes per second. */
export const parseByteRate = inUnits(
  Object.fromEntries(Object.entries(BYTES).map(([unit, size]) => [`${unit}/s`, size])),
)

/** `2.5 USD` → US dollars. */
export const parseDollars = inUnits({ USD: 1 })

/** `2.50 USD/h` → US dollars per hour. */
export const parseDollarsPerHour = inUnits({ 'USD/h': 1 })

/** `80 W`, `1.2 kW` → watts. */
export const parseWatts = inUnits({ W: 1, kW: 1e3, MW: 1e6 })

/** `3.5 J`, `2 kJ`, `1 kWh` → joules. */
export const parseJoules = inUnits({ J: 1, kJ: 1e3, MJ: 1e6, Wh: 3600, kWh: 3.6e6 })

/** `12 g`, `1.2 kg` → grams. */
export const parseGrams = inUnits({ g: 1, kg: 1e3, t: 1e6 })

/** `12 g/h` → grams per hour. */
export const parseGramsPerHour = inUnits({ 'g/h': 1, 'kg/h': 1e3 })

/** `302 g/kWh` → grams per kilowatt-hour. */
export const parseGramsPerKwh = inUnits({ 'g/kWh': 1, 'kg/kWh': 1e3 })

/** `1200`, `10k`, `1.5M` → a number. */
export function parseCount(text: string): number | undefined {
  const match = COUNT.exec(text.trim())
  return match ? Number(match[1]) * { '': 1, k: 1e3, M: 1e6 }[match[2] as '' | 'k' | 'M'] : undefined
}

/** The shortest exact spelling of a duration: `500ms`, `1.5s`, `10m`. The inverse of `parseDuration`. */
export function spellDuration(value: Nanos): string {
  if (value !== 0 && value % 60e9 === 0) return `${value / 60e9}m`
  const [unit, size] = value >= 1e9 ? ['s', 1e9] : value >= 1e6 ? ['ms', 1e6] : value >= 1e3 ? ['us', 1e3] : ['ns', 1]
  return `${value / (size as number)}${unit}`
}
