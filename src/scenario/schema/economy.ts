import { z } from 'zod'
import { ENERGY_SCOPES } from '../../model/economy-settings.ts'
import { dollarsPerHour, gramsPerHour, gramsPerKwh, magnitude, watts } from './measure.ts'
import { count, share, spellValue } from './quantity.ts'

const text = (what: string) => z.string().min(1).describe(what)

const date = z
  .string()
  .meta({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', examples: ['2026-01-31'] })
  .refine(isDate, { error: ({ input }) => `expected a date such as 2026-01-31, got ${spellValue(input)}` })

function isDate(day: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(day) : Number.NaN
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
}

export const prices = z
  .strictObject({
    replica: dollarsPerHour().optional().describe('What a replica costs an hour.'),
    gpu: dollarsPerHour().optional().describe('What a GPU costs an hour, instead of replica.'),
    gpus: count(1).optional().describe('Of gpu: how many a replica has.'),
    terms: z.enum(['on-demand', 'committed', 'spot']).optional().describe('Default on-demand.'),
    date: date.describe('the day of the price list; prices change, and a cost without a date compares with none'),
    source: text('where the price comes from: without a source nobody can check the cost'),
    uncertainty: share().optional().describe('How far the price may be off. Default 0%: it is a contract.'),
  })
  .describe('What the fleet costs.')

export const energy = z
  .strictObject({
    scope: z.enum(ENERGY_SCOPES).optional().describe('What the meters measure. Default gpu.'),
    meters: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe('Names of the probes that are the meter. Default: all.'),
    exclusive: z
      .boolean()
      .optional()
      .describe('The machines serve nothing else; without it joules cannot be attributed. Default false.'),
    pue: z.number().optional().describe('Power usage effectiveness of the facility, at least 1. Default: not known.'),
    idle: watts()
      .optional()
      .describe(
        'Power of all replicas idle, model loaded. Default: measured before and after the load, a minute of each.',
      ),
    meterError: share().optional().describe('Relative error of the meter. Default 5% for power, 3% for counters.'),
  })
  .describe('How energy is counted.')

export const carbon = z
  .strictObject({
    intensity: gramsPerKwh().describe('grams of CO2 equivalent per kWh of the grid, such as 302 g/kWh'),
    kind: z.enum(['average', 'marginal']).optional().describe('Which intensity it is. Default average.'),
    zone: text('the grid it is of, such as DE'),
    source: text('where the intensity comes from: without a source nobody can check it'),
    embodied: gramsPerHour().optional().describe('Share of making the hardware, per hour. Default: not counted.'),
  })
  .describe('What the energy means in CO2 equivalent.')

export const hardware = z
  .strictObject({
    parameters: magnitude().describe('active parameters in matrix multiplications, such as 8.03e9'),
    layers: count(1).describe('layers of the model'),
    attentionWidth: count(1).describe('heads times head dimension'),
    weightBytes: z.number().positive().optional().describe('Bytes of a weight, such as 2. Default: no MBU.'),
    kvBytesPerToken: magnitude().optional().describe('Bytes of keys and values per token. Default: no MBU.'),
    peakFlops: magnitude().describe('peak operations per second of one replica, such as 989e12'),
    peakBytesPerSecond: magnitude().optional().describe('Peak memory bandwidth of one replica. Default: no MBU.'),
  })
  .describe('Numbers of the model and of one replica’s accelerators, for MFU and MBU.')

export type PricesFile = z.output<typeof prices>
export type EnergyFile = z.output<typeof energy>
export type CarbonFile = z.output<typeof carbon>
export type HardwareFile = z.output<typeof hardware>
