import { z } from 'zod'
import { BALANCERS } from '../../model/fleet.ts'
import { OUTCOMES } from '../../model/outcome.ts'
import { count, duration, seed } from './quantity.ts'

const discover = z
  .strictObject({
    dns: z
      .strictObject({ every: duration().optional().describe('How often the name is asked again. Default 5s.') })
      .optional()
      .describe('Every address of the target’s host name is a replica.'),
    kubernetes: z
      .strictObject({
        context: z.string().min(1).optional().describe('Context of kubectl. Default: its current one.'),
        namespace: z.string().min(1).optional().describe('Namespace of the pods. Default: default.'),
        service: z.string().min(1).optional().describe('Service whose endpoints are the replicas.'),
        selector: z.string().min(1).optional().describe('Label selector of the pods, instead of a service.'),
        port: count(1, 65535).describe('the port on which each pod serves'),
      })
      .optional()
      .describe('Pods, through kubectl; their endpoints are watched.'),
  })
  .describe('Where replicas come from, instead of the list of targets. One of dns and kubernetes.')

const policy = z.enum(BALANCERS)

const balance = z
  .union(
    [
      policy,
      z.strictObject({
        policy: policy.optional().describe('Who gets the next request. Default round-robin.'),
        seed: seed().optional().describe('Seed of random choices and ties. Default "1".'),
        weights: z
          .record(z.string(), z.number().min(0))
          .optional()
          .describe('Of random: weight by replica. Default 1 each.'),
        prefixTokens: count(1).optional().describe('Of prefix: how many tokens of the prompt decide. Default 256.'),
        overload: z
          .number()
          .min(1)
          .optional()
          .describe(
            'Of session and prefix: with more than so many times the mean in flight a replica is passed over. Default 1.5.',
          ),
      }),
    ],
    {
      error: ({ input }) => `expected a policy, one of ${BALANCERS.join(', ')}, or { policy: …, seed: … }${got(input)}`,
    },
  )
  .describe('Which replica gets the next request. Default round-robin.')

const health = onOff(
  z.strictObject({
    path: z.string().startsWith('/').optional().describe('Default /health, for KServe and Triton /v2/health/ready.'),
    every: duration().optional().describe('Time between polls of a replica. Default 1s.'),
    timeout: duration().optional().describe('A later answer counts as none. Default 1s.'),
    failures: count(1)
      .optional()
      .describe('Polls in a row that do not say ready (a 2xx) until it gets no more requests. Default 2.'),
  }),
  '{ every: 1s, failures: 2 }',
).describe('Poll readiness and leave out replicas that are not ready. Default false.')

const ejection = onOff(
  z.strictObject({
    failures: count(1).optional().describe('Failed requests in a row until it gets no more. Default 3.'),
    backoff: duration().optional().describe('For how long; doubled each time it fails again. Default 1s.'),
    longest: duration().optional().describe('The longest it is left out. Default 30s.'),
  }),
  '{ failures: 3, backoff: 1s }',
).describe('Leave out replicas whose requests fail. Default false.')

const retries = z
  .strictObject({
    attempts: count(1).optional().describe('Wire calls at most, the first included. Default 2.'),
    on: z.array(z.enum(OUTCOMES)).min(1).optional().describe('Outcomes tried again. Default [connect, reset].'),
    backoff: duration('ms').optional().describe('Pause before the next try. Default 50ms.'),
  })
  .describe('Send failed requests again, never after the first byte of an answer. Default: never.')

const hedge = z
  .strictObject({
    after: duration('ms').optional().describe('How long without a byte of the answer. Default 500ms.'),
  })
  .describe('Send a slow request to a second replica too; the first to answer wins. Default: never.')

/** A setting that is switched on as it is, or with values of its own. */
function onOff<T extends z.ZodType>(settings: T, example: string) {
  return z.union([z.boolean(), settings], {
    error: ({ input }) => `expected true, false or settings such as ${example}${got(input)}`,
  })
}

const got = (input: unknown) => (typeof input === 'string' ? `, got ${JSON.stringify(input)}` : '')

export const fleet = z
  .strictObject({
    discover: discover.optional(),
    gateway: z.boolean().optional().describe('One address hides several replicas. Default false.'),
    replicaHeader: z
      .string()
      .min(1)
      .optional()
      .describe('Response header in which a gateway names the replica, such as x-replica. Default: nobody says.'),
    behind: z
      .array(
        z.strictObject({
          name: z.string().min(1).describe('As the gateway names it in replicaHeader.'),
          url: z.string().describe('Its own address.'),
        }),
      )
      .min(1)
      .optional()
      .describe('The replicas that a gateway hides, for faults and meters; no load goes there.'),
    balance: balance.optional(),
    health: health.optional(),
    ejection: ejection.optional(),
    retries: retries.optional(),
    hedge: hedge.optional(),
  })
  .describe('The replicas as one: where they come from, who gets a request, and what happens when one fails.')

export type FleetFile = z.output<typeof fleet>
