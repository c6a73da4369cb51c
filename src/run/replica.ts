import type { Clock } from '../base/clock.ts'
import type { Scenario, Target } from '../model/scenario.ts'
import { protocols } from './protocols/index.ts'
import type { Protocol } from './protocols/protocol.ts'
import { createTransport } from './transport/index.ts'
import type { Transport } from './transport/transport.ts'

/** What reaching a target takes beyond the scenario: secrets and certificates, already read. Never logged. */
export interface TargetAccess {
  headers: { readonly [name: string]: string }
  authorization: string | null
  tls: { ca: string | null; cert: string | null; key: string | null; insecure: boolean } | null
}

/** One target with its protocol and its connections. */
export interface Replica {
  name: string
  target: Target
  protocol: Protocol
  transport: Transport
  secrets: readonly string[]
}

export async function openReplicas(
  scenario: Scenario,
  access: readonly TargetAccess[],
  clock: Clock,
  runId: string,
): Promise<Replica[]> {
  return Promise.all(
    scenario.targets.map(async (target, index) => ({
      name: target.name,
      target,
      protocol: protocols[target.protocol],
      transport: await createTransport(target.transport, {
        url: target.url,
        ...access[index],
        clock,
        connectTimeout: scenario.request.timeouts.connect,
        runId,
      }),
      secrets: secretsOf(access[index]),
    })),
  )
}

function secretsOf({ headers, authorization }: TargetAccess): string[] {
  const bearer = authorization?.replace(/^Bearer /, '')
  return [...Object.values(headers), ...(authorization === null ? [] : [authorization, bearer ?? ''])]
}
