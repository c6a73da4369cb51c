import { z } from 'zod'
import { SIGNALS } from '../../model/fault.ts'
import { argv } from './argv.ts'
import { docker, kubectl, proxy, systemd, toxiproxy } from './fault-action.ts'
import { count, duration, NUMBER, rate, seed, share } from './quantity.ts'

const at = z
  .union(
    [
      z.string().meta({
        pattern: `^(${NUMBER.slice(1)}\\s*(ns|us|µs|ms|s|m|min|h)|measure(\\s*\\+.*)?)$`,
        examples: ['20s', 'measure + 10s'],
      }),
      z.strictObject({
        phase: z.literal('measure').describe('the phase of the load'),
        offset: duration().optional().describe('After its start. Default 0s.'),
      }),
    ],
    { error: 'expected an instant such as 20s since the start of the load, or measure + 10s' },
  )
  .describe('When: so long after the load starts, or after a phase starts as in `measure + 10s`.')

const repeat = z
  .strictObject({
    times: count(1).describe('how often, the first included'),
    every: duration().describe('time between the starts of two rounds'),
    rotate: z.boolean().optional().describe('Each round hits the next replica. Default false.'),
  })
  .describe('Do it several times, so that recovery is observed more than once.')

export const fault = z
  .strictObject({
    name: z.string().min(1).optional().describe('Name in log and report. Default: what is done, such as kill.'),

    signal: z.enum(SIGNALS).optional().describe('Signal the replica’s process, found by the port of its URL.'),
    command: argv().optional().describe('Run a program. {replica}, {host}, {port}, {url} and {pid} are filled in.'),
    docker: docker.optional(),
    kubectl: kubectl.optional(),
    systemd: systemd.optional(),
    toxiproxy: toxiproxy.optional(),
    proxy: proxy.optional(),

    pid: count(1).optional().describe('Of signal: the process, instead of by port.'),
    pidFile: z
      .string()
      .min(1)
      .optional()
      .describe('Of signal: file that holds the process id, relative to the scenario.'),
    tree: z.boolean().optional().describe('Of signal: its whole process tree. Default true.'),
    undo: argv().optional().describe('Of command: program that takes it back.'),
    confirm: argv().optional().describe('Of command: program that exits with 0 once it took effect.'),

    replica: z
      .string()
      .min(1)
      .optional()
      .describe('Which replica: its name, random or busiest. Default: the only one.'),
    seed: seed().optional().describe('Of replica: random. Default "1".'),
    at: at.optional(),
    after: count().optional().describe('When: once so many requests were sent, instead of at.'),
    for: duration().optional().describe('How long until it is undone or restarted. Default: to the end of the run.'),
    repeat: repeat.optional(),
    restart: argv()
      .optional()
      .describe('Program that starts the replica again. Default: the platform does, or nobody.'),
  })
  .describe('One fault: exactly one of signal, command, docker, kubectl, systemd, toxiproxy, proxy.')

export const faults = z.array(fault).describe('Planned trouble. It runs only with allowFaults or --allow-faults.')

export const reliability = z
  .strictObject({
    tolerance: share().optional().describe('Recovered: within this share of what was before the fault. Default 5%.'),
    hold: duration().optional().describe('Recovered: for so long. Default 30s.'),
    stall: duration()
      .optional()
      .describe('An ok answer that paused for longer at a fault was moved to another replica. Default 2s.'),
    objective: share()
      .optional()
      .describe('Share of requests that should end ok; gives the error budget. Default 99.9%.'),
    nMinus1Goodput: rate().optional().describe('Goodput of the same load on one replica less. Default: not known.'),
  })
  .describe('How the impact of faults is measured.')

export type FaultFile = z.output<typeof fault>
export type ReliabilityFile = z.output<typeof reliability>
