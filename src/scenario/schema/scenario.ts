import { z } from 'zod'
import { dataset } from './dataset.ts'
import { carbon, energy, hardware, prices } from './economy.ts'
import { faults, reliability } from './faults.ts'
import { fleet } from './fleet.ts'
import { load } from './load.ts'
import { log } from './log.ts'
import { probes } from './probes.ts'
import { count, spellValue } from './quantity.ts'
import { request } from './request.ts'
import { slo } from './slo.ts'
import { targets } from './target.ts'

/** A scenario file as people write it, once `extends` is followed. */
export const scenarioFile = z
  .strictObject({
    tailgate: z
      .literal(1, {
        error: ({ input }) => `expected version 1 of the scenario format, got ${spellValue(input)}\nwrite tailgate: 1`,
      })
      .describe('Version of the scenario format.'),
    extends: z.string().optional().describe('Another scenario file that this one builds on.'),
    name: z.string().min(1).optional().describe('Title of the reports. Default: name of the file.'),
    targets,
    fleet: fleet.optional(),
    dataset: dataset.optional(),
    load,
    request: request.optional(),
    slo: slo.optional(),
    faults: faults.optional(),
    allowFaults: z.boolean().optional().describe('Let the faults happen. Default false: a run with faults is refused.'),
    reliability: reliability.optional(),
    probes: probes.optional(),
    prices: prices.optional(),
    energy: energy.optional(),
    carbon: carbon.optional(),
    hardware: hardware.optional(),
    log: log.optional(),
    workers: z
      .union([z.literal('auto'), count(1, 1024)], { error: 'expected a number of threads, or auto' })
      .optional()
      .describe('Generator threads. Default 1.'),
  })
  .describe('A Tailgate scenario.')

export type ScenarioFile = z.output<typeof scenarioFile>
