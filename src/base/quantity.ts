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
const BYTES = new RegExp(String.raw`^${NUMBER}\s*(B|kB|MB|GB|KiB|MiB|GiB)$`)
const COUNT = new RegExp(String.raw`^${NUMBER}\s*([kM]?)$`)

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

/** `99%` → 0.99. */
export function parseShare(text: string): number | undefined {
  const match = SHARE.exec(text.trim())
  return match ? Number(match[1]) / 100 : undefined
}

/** `64MiB` → bytes. */
export function parseBytes(text: string): number | undefined {
  const scale: { [unit: string]: number } = {
    B: 1,
    kB: 1e3,
    MB: 1e6,
    GB: 1e9,
    KiB: 2 ** 10,
    MiB: 2 ** 20,
    GiB: 2 ** 30,
  }
  const match = BYTES.exec(text.trim())
  return match ? Number(match[1]) * scale[match[2]] : undefined
}

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
