import { z } from 'zod'
import { argv, notAList } from './argv.ts'
import { duration, spellValue } from './quantity.ts'

const text = (what: string) => z.string().min(1).describe(what)

/** A program with a usual name: `true`, or the list to run instead. */
const program = (usual: string) =>
  z
    .union([z.literal(true), argv()], {
      error: ({ input }) => `expected true, or ${notAList(input).replace('expected ', '')}`,
    })
    .describe(`Power by ${usual}: true, or the command to run instead.`)

/** `true`, or a text that says where. */
const trueOr = (what: string) =>
  z.union([z.literal(true), z.string().min(1)], {
    error: ({ input }) => `expected true, or ${what}, got ${spellValue(input)}`,
  })

const prometheus = z
  .strictObject({
    url: text('URL of Prometheus, such as http://127.0.0.1:9090'),
    queries: z
      .record(z.string().min(1), z.string().min(1))
      .refine((queries) => Object.keys(queries).length > 0, { error: 'expected at least one query' })
      .describe('names of readings, each with its PromQL'),
  })
  .describe('Ask a Prometheus, live and once more over the whole run.')

const csv = z
  .strictObject({
    path: text('the file, relative to the scenario'),
    time: text('Column of instants. Default time.').optional(),
    clock: z
      .enum(['unix-s', 'unix-ms', 'run-s'])
      .optional()
      .describe('What instants are: s or ms since 1970, or s since the start of the load. Default unix-s.'),
    columns: z
      .record(z.string().min(1), z.string().min(1))
      .refine((columns) => Object.keys(columns).length > 0, { error: 'expected at least one column' })
      .describe('names of readings, each with its column'),
  })
  .describe('Values brought along, read after the run.')

export const probe = z
  .strictObject({
    name: text('Name of its readings in the log. Default: its kind.').optional(),
    every: duration().optional().describe('Time between reads. Default 1s; prometheus, redfish and ipmi 5s.'),
    timeout: duration().optional().describe('A read that takes longer is given up. Default: every, at most 5s.'),

    metrics: trueOr('the URL of a page of metrics')
      .optional()
      .describe('Prometheus text of a server or an exporter: its URL, or true for /metrics of every target.'),
    prometheus: prometheus.optional(),
    'nvidia-smi': program('nvidia-smi').optional(),
    rapl: trueOr('the folder of powercap').optional().describe('Energy of CPUs by RAPL. true: /sys/class/powercap.'),
    redfish: text('Power of a node, asked of its BMC: URL of the BMC, a chassis, or its Power.').optional(),
    ipmi: program('ipmitool').optional(),
    command: argv().optional().describe('Run a program that prints lines `name value` or `name{label="…"} value`.'),
    csv: csv.optional(),

    headers: z
      .record(z.string(), z.string())
      .optional()
      .describe(`Of metrics, prometheus, redfish: request headers. Values that are secrets are written \${env:NAME}.`),
    insecure: z.boolean().optional().describe('Of redfish: accept any certificate. Default false.'),
  })
  .describe('One meter: exactly one of metrics, prometheus, nvidia-smi, rapl, redfish, ipmi, command, csv.')

export const probes = z.array(probe).describe('Outside meters, read while the load runs.')

export type ProbeFile = z.output<typeof probe>
