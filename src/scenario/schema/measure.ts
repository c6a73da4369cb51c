import { z } from 'zod'
import {
  parseByteRate,
  parseBytes,
  parseDollarsPerHour,
  parseGramsPerHour,
  parseGramsPerKwh,
  parseWatts,
} from '../../base/quantity.ts'
import { NUMBER, quantity, spellValue } from './quantity.ts'

const measure = (what: string, example: string, units: string, parse: (text: string) => number | undefined) => () =>
  quantity<number>({
    what: `${what} such as ${example}`,
    example,
    pattern: `${NUMBER}\\s*(${units})$`,
    parse,
    withUnit: (value) => `${value} ${units.split('|', 1)[0]}`,
  })

/** Bytes per second, with the unit. */
export const byteRate = measure(
  'a bandwidth',
  '10 kB/s',
  'kB/s|B/s|MB/s|GB/s|KiB/s|MiB/s|GiB/s',
  (text) => parseByteRate(text) || undefined,
)

/** US dollars per hour, with the unit. */
export const dollarsPerHour = measure('a price', '2.50 USD/h', 'USD/h', parseDollarsPerHour)

/** Watts, with the unit. */
export const watts = measure('a power', '80 W', 'W|kW|MW', parseWatts)

/** Grams of CO2 equivalent per kilowatt-hour, with the unit. */
export const gramsPerKwh = measure('an intensity', '302 g/kWh', 'g/kWh|kg/kWh', parseGramsPerKwh)

/** Grams of CO2 equivalent per hour, with the unit. */
export const gramsPerHour = measure('an amount', '12 g/h', 'g/h|kg/h', parseGramsPerHour)

/** A number of bytes, bare or with a unit. */
export const bytes = () => {
  const expected = 'expected a number of bytes such as 4096 or 4 KiB'
  return z
    .union([z.int(), z.string().meta({ pattern: `${NUMBER}\\s*(B|kB|MB|GB|KiB|MiB|GiB)$` })], {
      error: ({ input }) => `${expected}, got ${spellValue(input)}`,
    })
    .transform((value, context) => {
      const parsed = typeof value === 'number' ? value : parseBytes(value)
      if (parsed !== undefined && Number.isSafeInteger(parsed) && parsed >= 0) return parsed
      context.addIssue({ code: 'custom', message: `${expected}, got ${spellValue(value)}`, input: value })
      return z.NEVER
    })
}

/** A number above zero that may be too large for an integer: `8.03e9`, `989e12`. */
export const magnitude = () => {
  const expected = 'expected a number above 0 such as 8.03e9'
  return z
    .union([z.number(), z.string().meta({ pattern: `${NUMBER}$` })], {
      error: ({ input }) => `${expected}, got ${spellValue(input)}`,
    })
    .transform((value, context) => {
      const parsed = typeof value === 'number' || /^[0-9.e+-]+$/.test(value) ? Number(value) : Number.NaN
      if (Number.isFinite(parsed) && parsed > 0) return parsed
      context.addIssue({ code: 'custom', message: `${expected}, got ${spellValue(value)}`, input: value })
      return z.NEVER
    })
}
