import { z } from 'zod'
import { MLPERF_SCENARIOS } from '../../model/scenario.ts'
import { mlperf } from './mlperf.ts'
import { count, duration, rate, seed } from './quantity.ts'

const stage = z
  .strictObject({
    rate: rate().describe('Rate that is held, or reached at the end of a ramp.'),
    duration: duration().describe('How long the stage lasts.'),
    shape: z.enum(['step', 'ramp']).optional().describe('Hold the rate, or ramp to it. Default step.'),
  })
  .describe('One stage of the load.')

const trace = z
  .strictObject({
    path: z.string().min(1).optional().describe('File of time stamps. Default: those of the dataset.'),
    unit: z.enum(['ms', 's']).optional().describe('Unit of the file’s time stamps.'),
    scale: z.number().positive().optional().describe('2 replays at half the speed. Default 1.'),
  })
  .describe('Where the time stamps of `arrivals: trace` come from.')

export const load = z
  .strictObject({
    scenario: z.enum(MLPERF_SCENARIOS).optional().describe('An MLPerf scenario, by LoadGen’s rules.'),
    arrivals: z
      .enum(['constant', 'poisson', 'gamma', 'stages', 'trace'])
      .optional()
      .describe('Open loop: how requests are spread in time. Default poisson.'),
    concurrency: count(1, 1_000_000).optional().describe('Closed loop: this many requests in flight, always.'),
    rate: rate().optional().describe('Requests per second of an open loop.'),
    duration: duration().optional().describe('Length of the measured window.'),
    queries: count(1).optional().describe('Number of queries, where not time ends the load.'),
    cap: count(1).optional().describe('Open loop: most in flight; waiting for a place counts as latency.'),
    tail: duration()
      .optional()
      .describe('Open loop: how long at most load goes on while the last measured requests end. Default 30s.'),
    think: duration('ms').optional().describe('Closed loop: pause between answer and next request. Default 0s.'),
    burstiness: z
      .number()
      .positive()
      .optional()
      .describe('Shape of gamma arrivals: 1 is poisson, less is burstier. Default 0.5.'),
    stages: z.array(stage).min(1).optional().describe('Steps and ramps of the rate.'),
    gaps: z.enum(['poisson', 'constant']).optional().describe('Gaps within stages. Default poisson.'),
    trace: trace.optional(),
    warmup: z
      .strictObject({
        requests: count(0, 1_000_000).optional().describe('To each target, before the clock starts. Default 5.'),
        duration: duration().optional().describe('First part of the load, not counted. Default 0s.'),
      })
      .optional()
      .describe('What is discarded before the measured window.'),
    drain: duration().optional().describe('How long open requests may take after the last was issued. Default 30s.'),
    seed: z
      .strictObject({
        order: seed().optional().describe('Which sample each request asks. Default "0".'),
        schedule: seed().optional().describe('When each request is due. Default "0".'),
      })
      .optional()
      .describe('Seeds. The same ones give the same load.'),
    mlperf: mlperf.optional(),
    user_conf: z.string().min(1).optional().describe('LoadGen user.conf file to read, with the official mlperf.conf.'),
    model: z.string().min(1).optional().describe('Model name to look up in user_conf.'),
  })
  .describe('Who sets the pace, and by which rule.')

export type LoadFile = z.output<typeof load>
