import { z } from 'zod'
import { SIGNALS } from '../../model/fault.ts'
import { byteRate, bytes } from './measure.ts'
import { duration } from './quantity.ts'

const name = (what: string) => z.string().min(1).describe(what)
const signal = z.enum(SIGNALS)

export const docker = z
  .strictObject({
    container: name('name of the container'),
    do: z.enum(['kill', 'stop', 'pause']).optional().describe('Default kill.'),
    signal: signal.optional().describe('Of kill. Default KILL.'),
  })
  .describe('Kill, stop or pause a container.')

export const kubectl = z
  .strictObject({
    pod: name('name of the pod'),
    namespace: name('Namespace of the pod. Default: default.').optional(),
    context: name('Context of kubectl. Default: its current one.').optional(),
    do: z.enum(['delete', 'kill']).optional().describe('Delete the pod, or kill its first process. Default delete.'),
    grace: duration().optional().describe('Of delete: time to shut down, whole seconds. Default 0s: at once.'),
  })
  .describe('Delete a pod, or kill in it.')

export const systemd = z
  .strictObject({
    unit: name('name of the unit'),
    signal: signal.optional().describe('Signal sent to it. Default KILL.'),
  })
  .describe('Signal a unit of systemd.')

export const toxiproxy = z
  .strictObject({
    api: name('URL of Toxiproxy’s API. Default http://127.0.0.1:8474.').optional(),
    proxy: name('name of the proxy, as Toxiproxy knows it'),
    toxic: z
      .strictObject({
        type: name('type of the toxic, such as latency'),
        stream: z.enum(['downstream', 'upstream']).optional().describe('Which way. Default downstream.'),
        toxicity: z.number().min(0).max(1).optional().describe('Share of connections. Default 1.'),
        attributes: z.record(z.string(), z.number()).optional().describe('Its numbers, by Toxiproxy’s names.'),
      })
      .optional()
      .describe('The toxic to add. Default: none, the proxy is disabled.'),
  })
  .describe('Trouble by a Toxiproxy that stands before the replica.')

const ends = z.enum(['refuse', 'reset', 'black-hole'])

export const proxy = z
  .union(
    [
      ends,
      z.strictObject({
        delay: duration('ms').optional().describe('Hold back every byte for so long.'),
        jitter: duration('ms').optional().describe('Of delay: up to so much more or less. Default 0s.'),
        bandwidth: byteRate().optional().describe('Let through at most so much.'),
        cut: bytes().optional().describe('Reset each connection after so many bytes of the answer.'),
        'slow-close': duration('ms').optional().describe('Close each connection so much later than the server does.'),
      }),
    ],
    {
      error:
        'expected refuse, reset, black-hole, { delay: 200ms }, { bandwidth: 10 kB/s }, { cut: 4096 } or { slow-close: 2s }',
    },
  )
  .describe('What the built-in TCP proxy before the replica does: refuse, reset, black-hole, or one kind of trouble.')
